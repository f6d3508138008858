using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>The node's pools: those of the settings, and those that operators' handoff files brought.</summary>
internal sealed class PoolDirectory
{
    /// <summary>Most pools of a node; the control plane takes no more.</summary>
    public const int PoolsMax = 256;

    private readonly ConcurrentDictionary<string, Pool> pools = new(StringComparer.Ordinal);
    private readonly TimeProvider time;

    public PoolDirectory(IOptions<PoolManagerOptions> options, TimeProvider time)
    {
        this.time = time;
        foreach (PoolOptions pool in options.Value.Pools)
            Create(new PoolId(pool.PoolId), PoolSpec.From(pool));
    }

    /// <summary>A pool came.</summary>
    public event Action<Pool>? Added;

    /// <summary>Some pool changed in what the control plane places by: its state, engine, model or slots.</summary>
    public event Action? Changed;

    /// <summary>All pools, by id.</summary>
    public IReadOnlyList<Pool> All => [.. pools.Values.OrderBy(pool => pool.PoolId.Value, StringComparer.Ordinal)];

    /// <summary>The pool of an id; null when there is none.</summary>
    public Pool? Find(string poolId) => pools.GetValueOrDefault(poolId);

    /// <summary>All that the fleet sees as pools, at most <see cref="PoolsMax"/>; a pool's own id goes first.</summary>
    public IReadOnlyList<ServedPool> Served
    {
        get
        {
            IReadOnlyList<Pool> all = All;
            return
            [
                .. all.Select(ServedPool.First)
                    .Concat(all.SelectMany(ServedPool.Others).Where(other => !pools.ContainsKey(other.PoolId.Value)))
                    .DistinctBy(served => served.PoolId)
                    .Take(PoolsMax),
            ];
        }
    }

    /// <summary>What the fleet knows by an id; null when there is nothing.</summary>
    public ServedPool? FindServed(string poolId)
    {
        if (Find(poolId) is Pool own)
            return ServedPool.First(own);
        // Only names of further models get here, and every one of them has a colon.
        if (!poolId.Contains(':', StringComparison.Ordinal))
            return null;
        foreach (ServedPool served in Served)
        {
            if (served.PoolId.Value == poolId)
                return served;
        }

        return null;
    }

    /// <summary>The pool of an id, made when there is none; null when the node has its most pools already.</summary>
    public Pool? FindOrAdd(PoolId poolId)
    {
        if (Find(poolId.Value) is Pool known)
            return known;
        if (pools.Count >= PoolsMax)
            return null;
        Pool made = Create(poolId, spec: null);
        Added?.Invoke(made);
        return made;
    }

    private Pool Create(PoolId poolId, PoolSpec? spec) =>
        pools.GetOrAdd(poolId.Value, _ => new Pool(poolId, spec, time, () => Changed?.Invoke()));
}
