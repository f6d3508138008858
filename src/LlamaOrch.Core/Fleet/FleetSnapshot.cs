using System.Collections.Frozen;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Catalog;

namespace LlamaOrch.Core.Fleet;

/// <summary>The fleet as placement sees it: immutable, versioned, read without locks on every silo.</summary>
public sealed class FleetSnapshot
{
    private readonly FrozenDictionary<string, PoolSnapshot[]> poolsByModel;
    private readonly Lazy<FrozenSet<string>> staged;
    private readonly FrozenDictionary<string, bool> remembered;

    /// <summary>Takes the picture.</summary>
    public FleetSnapshot(FleetState state)
    {
        Version = state.Version;
        Catalog = state.Catalog;
        Nodes = [.. state.Nodes.Values];
        Pools = [.. Nodes.SelectMany(node => node.Pools.Values.Select(pool => new PoolSnapshot(node, pool)))];
        poolsByModel = Pools
            .Where(pool => pool.ModelId is not null)
            .GroupBy(pool => pool.ModelId!.Value.Value)
            .ToFrozenDictionary(
                group => group.Key, group => group.OrderBy(p => p.PoolId.Value, StringComparer.Ordinal).ToArray());
        staged = new(() => Pools
            .SelectMany(pool => pool.Report.ModelsAvailable)
            .Concat(Nodes.SelectMany(node => node.Models.Select(file => file.ModelId)))
            .Select(model => model.Value)
            .ToFrozenSet(StringComparer.Ordinal));
        remembered = Nodes
            .Where(node => node.IsRestored)
            .SelectMany(node => node.RememberedModels.Select(model => (Model: model.Value, node.IsExpected)))
            .GroupBy(held => held.Model, held => held.IsExpected)
            .ToFrozenDictionary(group => group.Key, group => group.Contains(true), StringComparer.Ordinal);
        NodesOnline = Nodes.Count(node => node.State is NodeState.Online or NodeState.Draining);
    }

    /// <summary>A fleet without nodes.</summary>
    public static FleetSnapshot Empty { get; } = new(FleetState.Empty);

    /// <summary>Grows with each change.</summary>
    public long Version { get; }

    /// <summary>The registered models.</summary>
    public CatalogSnapshot Catalog { get; }

    /// <summary>All nodes, by id.</summary>
    public IReadOnlyList<NodeRecord> Nodes { get; }

    /// <summary>All pools.</summary>
    public IReadOnlyList<PoolSnapshot> Pools { get; }

    /// <summary>Nodes whose heartbeats arrive.</summary>
    public int NodesOnline { get; }

    /// <summary>The models that some pool serves or is about to serve.</summary>
    public IEnumerable<string> Models => poolsByModel.Keys;

    /// <summary>The models that nodes served before a restart from which they have not come back yet.</summary>
    public IEnumerable<string> RememberedModels => remembered.Keys;

    /// <summary>The pools that serve a model, ordered by id; empty when none does.</summary>
    public IReadOnlyList<PoolSnapshot> PoolsOf(ModelId model) =>
        poolsByModel.GetValueOrDefault(model.Value) ?? [];

    /// <summary>Whether a model takes new tasks: some pool serves it or is about to, and it is not retired.</summary>
    public bool Offers(ModelId model) => poolsByModel.ContainsKey(model.Value) && !Catalog.IsRetired(model);

    /// <summary>Whether a node that is not back after a restart served a model before.</summary>
    public bool Remembers(ModelId model) => remembered.ContainsKey(model.Value);

    /// <summary>Whether a node that served a model before a restart is still expected back.</summary>
    public bool Expects(ModelId model) => remembered.GetValueOrDefault(model.Value);

    /// <summary>
    /// A model's id as the fleet holds it: equal to the one given, and one text for all who keep it for long. An id
    /// that the fleet does not know comes back as it is.
    /// </summary>
    public ModelId OwnNameOf(ModelId model) =>
        poolsByModel.TryGetValue(model.Value, out PoolSnapshot[]? pools) ? pools[0].ModelId!.Value : model;

    /// <summary>Whether some node has a model, whether or not a pool serves it.</summary>
    public bool IsStaged(ModelId model) => poolsByModel.ContainsKey(model.Value) || staged.Value.Contains(model.Value);
}
