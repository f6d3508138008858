using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>
/// What the fleet sees as one pool: a pool with the first model of its engine, or the same pool with another one. All
/// of an engine's models share its slots, its health and its life.
/// </summary>
/// <param name="Pool">The pool.</param>
/// <param name="PoolId">Its id in the fleet: for another model <c>{pool_id}:{model}</c>.</param>
/// <param name="Other">The model when it is not the first one; null when it is.</param>
internal readonly record struct ServedPool(Pool Pool, PoolId PoolId, ServedModel? Other)
{
    /// <summary>By which the table of slots tells the leases of this model from those of the others.</summary>
    public string? Place => Other is null ? null : PoolId.Value;

    /// <summary>The pool with its first model.</summary>
    public static ServedPool First(Pool pool) => new(pool, pool.PoolId, null);

    /// <summary>The pool with each of the other models that its engine serves now.</summary>
    public static IEnumerable<ServedPool> Others(Pool pool) =>
        (pool.Status.Properties?.Others ?? ServedModels.None).All.Select(
            model => new ServedPool(pool, IdOf(pool.PoolId, model.ModelId), model)).DistinctBy(served => served.PoolId);

    /// <summary>How it serves its model; null while its engine has not told.</summary>
    public ServedModel? Model(PoolStatus status) => Other ?? status.Properties?.First;

    private static PoolId IdOf(PoolId pool, ModelId model)
    {
        string name = string.Concat(model.Value.Select(c => IdentifierRules.IsValid($"{c}x") ? c : '-'));
        string id = $"{pool}:{name}";
        return new PoolId(id.Length <= IdentifierRules.LengthMax ? id : id[..IdentifierRules.LengthMax]);
    }
}
