using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether pools are ready, by their node's word, and if not, why.</summary>
internal sealed class PoolStateCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        NodeView[] live = [.. fleet.LiveNodes];
        Finding[] found = [.. live.SelectMany(node => node.Pools.Count == 0 ? [NoPools(node)] : JudgeAll(node))];
        if (found.Length > 0)
            return found;
        return live.Length == 0
            ? [NobodyToAsk()]
            : [Finding.Well("pool-ready", $"Pools, all of them ready: {live.Sum(node => node.Pools.Count)}.")];
    }

    private static IEnumerable<Finding> JudgeAll(NodeView node) =>
        node.Pools.Select(pool => Judge(node, pool)).OfType<Finding>();

    private static Finding? Judge(NodeView node, PoolReport pool) => pool switch
    {
        { State: PoolState.Failed } => Down("pool-failed", node, pool,
            "Its engine could not be started, or fell over too often, and is given up.",
            $"Mend that, then POST {node.Address}v2/pools/{pool.PoolId}/preload, or restart pool-managerd there."),
        { State: PoolState.Offline } => Down("pool-offline", node, pool,
            "Its engine does not answer.",
            "See whether the engine's server runs; an engine of the agent's own is restarted by itself."),
        { Draining: true } => Notice("pool-draining", node, pool,
            "It finishes what it has and takes nothing new.",
            $"To take it back: POST {node.Address}v2/pools/{pool.PoolId}/preload."),
        { Ready: false } => Notice("pool-initializing", node, pool,
            "Its engine starts or loads its model; it takes work as soon as it has.",
            "Wait; a large model takes minutes."),
        _ => null,
    };

    private static Finding Down(string id, NodeView node, PoolReport pool, string why, string advice) => new()
    {
        Id = id,
        Severity = Severity.Error,
        Subject = pool.PoolId.Value,
        What = $"{pool.PoolId} on {node.NodeId} is {pool.State.ToString().ToLowerInvariant()}"
            + (pool.LastError is string said ? $": {said}" : "."),
        Why = why,
        Advice = advice,
        Cause = pool.LastError,
    };

    private static Finding Notice(string id, NodeView node, PoolReport pool, string why, string advice) => new()
    {
        Id = id,
        Severity = Severity.Info,
        Subject = pool.PoolId.Value,
        What = $"{pool.PoolId} on {node.NodeId} is {(pool.Draining ? "draining" : "initializing")}.",
        Why = why,
        Advice = advice,
    };

    private static Finding NoPools(NodeView node) => new()
    {
        Id = "node-without-pools",
        Severity = Severity.Warning,
        Subject = node.NodeId.Value,
        What = $"{node.NodeId} has no pool.",
        Why = "It serves nothing.",
        Advice = "Add a pool to the settings of its pool-managerd, or put a handoff file into its folder.",
    };

    private static Finding NobodyToAsk() => new()
    {
        Id = "pool-unknown",
        Severity = Severity.Info,
        What = "No node is online, so of pools nothing is known.",
        Why = "What they said last is no longer true.",
        Advice = "Bring a node back first.",
    };
}
