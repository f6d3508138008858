using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Models;

/// <summary>Whether somebody can serve a model now, and if not, why.</summary>
public sealed record ModelSituation
{
    // More are as good as "and others".
    private const int CausesMax = 3;

    /// <summary>The model.</summary>
    public required string Id { get; init; }

    /// <summary>Whether a pool of it takes new work.</summary>
    public bool Served => PoolsReady > 0;

    /// <summary>Whether it is not served now, but may be soon: an engine starts, or a node is late.</summary>
    public required bool Starting { get; init; }

    /// <summary>Its pools that take new work.</summary>
    public required int PoolsReady { get; init; }

    /// <summary>Its pools, those on nodes that are down included.</summary>
    public required int PoolsTotal { get; init; }

    /// <summary>What keeps each pool from it, one sentence; absent while it is served.</summary>
    public string? Cause { get; init; }

    /// <summary>The situation of every model that some pool has, by id.</summary>
    /// <param name="nodes">The nodes, with what they last said of their pools.</param>
    /// <param name="pools">The pools as the control plane judges them.</param>
    public static IReadOnlyList<ModelSituation> Of(IReadOnlyList<NodeView> nodes, IReadOnlyList<PoolReport> pools)
    {
        Dictionary<string, PoolReport> judged = [];
        foreach (PoolReport pool in pools)
            judged[pool.PoolId.Value] = pool;
        return
        [
            .. from node in nodes
               from pool in node.Pools
               where pool.ModelId is not null
               let now = judged.GetValueOrDefault(pool.PoolId.Value) ?? pool
               group (node, now) by pool.ModelId!.Value.Value into model
               orderby model.Key
               select Of(model.Key, [.. model]),
        ];
    }

    private static ModelSituation Of(string model, (NodeView Node, PoolReport Pool)[] pools)
    {
        int ready = pools.Count(each => TakesWork(each.Node, each.Pool));
        return new ModelSituation
        {
            Id = model,
            PoolsReady = ready,
            PoolsTotal = pools.Length,
            Starting = ready == 0 && pools.Any(each => IsStarting(each.Node, each.Pool)),
            Cause = ready == 0 ? CauseOf(pools) : null,
        };
    }

    private static bool TakesWork(NodeView node, PoolReport pool) =>
        node.State == NodeState.Online && pool is { Ready: true, Draining: false };

    /// <summary>A node that has missed heartbeats is back or given up soon; tasks wait for it until then.</summary>
    private static bool IsStarting(NodeView node, PoolReport pool) => !pool.Draining && node.State switch
    {
        NodeState.Online => pool.State == PoolState.Initializing,
        NodeState.Suspect => pool.State is not PoolState.Failed,
        _ => false,
    };

    private static string CauseOf((NodeView Node, PoolReport Pool)[] pools)
    {
        string[] causes = [.. pools.Select(each => CauseOf(each.Node, each.Pool)).Distinct()];
        string told = string.Join("; ", causes.Take(CausesMax));
        return causes.Length > CausesMax ? $"{told}; and {causes.Length - CausesMax} more." : $"{told}.";
    }

    private static string CauseOf(NodeView node, PoolReport pool) => (node.State, pool) switch
    {
        (NodeState.Offline, _) => $"node {node.NodeId} is offline",
        (NodeState.Draining, _) => $"node {node.NodeId} is draining",
        (NodeState.Suspect, _) => $"node {node.NodeId} has missed heartbeats",
        (_, { Draining: true }) => $"{pool.PoolId} on {node.NodeId} is draining",
        (_, { State: PoolState.Initializing }) => $"{pool.PoolId} on {node.NodeId} is still starting",
        _ => $"{pool.PoolId} on {node.NodeId} is {pool.State.ToString().ToLowerInvariant()}"
            + (pool.LastError is { Length: > 0 } error ? $" ({error.TrimEnd('.')})" : string.Empty),
    };
}
