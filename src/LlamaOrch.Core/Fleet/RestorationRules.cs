using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>How the nodes of an earlier life of the control plane come back.</summary>
internal static class RestorationRules
{
    /// <summary>
    /// Adds the nodes that are not known yet, those heard of last first as far as the limit of nodes allows.
    /// </summary>
    public static FleetDecision Restore(
        FleetState state, IReadOnlyList<StoredNode> kept, DateTimeOffset now, FleetLimits limits)
    {
        var change = new FleetChange(state);
        StoredNode[] missed =
        [
            .. kept
                .Where(node => !state.Nodes.ContainsKey(node.NodeId.Value))
                .OrderByDescending(node => node.LastHeartbeat)
                .ThenBy(node => node.NodeId.Value, StringComparer.Ordinal)
                .Take(limits.NodesMax - state.Nodes.Count),
        ];
        foreach (StoredNode node in missed)
            change.SetNode(Missed(node, now));
        return change.Decide(placementChanged: missed.Length > 0);
    }

    private static NodeRecord Missed(StoredNode node, DateTimeOffset now) => new()
    {
        NodeId = node.NodeId,
        // A name of an offline node is free to any machine.
        MachineId = string.Empty,
        Address = node.Address,
        Version = node.Version,
        Capabilities = new NodeCapabilities([], 0, 0),
        State = NodeState.Offline,
        IsRestored = true,
        IsExpected = true,
        RememberedModels = node.Models ?? [],
        // The clock may have been set back: a time to come would hide for as long that the node is silent.
        LastHeartbeat = node.LastHeartbeat < now ? node.LastHeartbeat : now,
        Pools = RegistrationRules.NoPools,
    };
}
