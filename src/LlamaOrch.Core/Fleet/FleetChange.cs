using System.Collections.Immutable;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>A fleet state under change within one decision; keeps the pool index equal to the nodes.</summary>
internal sealed class FleetChange(FleetState before)
{
    private ImmutableSortedDictionary<string, NodeRecord> nodes = before.Nodes;
    private ImmutableDictionary<PoolId, NodeId> owners = before.PoolOwners;

    public List<FleetEffect> Effects { get; } = [];

    public NodeRecord Node(NodeId nodeId) => nodes[nodeId.Value];

    public void SetNode(NodeRecord node) => nodes = nodes.SetItem(node.NodeId.Value, node);

    /// <summary>Sets a node and its pools; true when placement must know.</summary>
    public bool ReplaceNode(NodeRecord node, IReadOnlyList<PoolReport> reports, bool keepAnswers)
    {
        ImmutableSortedDictionary<string, PoolRecord> old =
            nodes.GetValueOrDefault(node.NodeId.Value)?.Pools ?? RegistrationRules.NoPools;
        var pools = RegistrationRules.NoPools.ToBuilder();
        bool changed = old.Count != reports.Count;
        foreach (PoolReport report in reports)
        {
            PoolRecord? was = old.GetValueOrDefault(report.PoolId.Value);
            var now = new PoolRecord(report, Answers: keepAnswers && was is { Answers: true });
            changed |= was is null || PlacementView.Differs(was, now);
            pools[report.PoolId.Value] = now;
            owners = owners.SetItem(report.PoolId, node.NodeId);
        }

        nodes = nodes.SetItem(node.NodeId.Value, node with { Pools = pools.ToImmutable() });
        foreach (string gone in old.Keys.Where(id => !pools.ContainsKey(id)))
            RemovePool(node.NodeId, old[gone].Report.PoolId);
        return changed;
    }

    public void RemoveNode(NodeId nodeId)
    {
        foreach (PoolRecord pool in nodes[nodeId.Value].Pools.Values)
            RemovePool(nodeId, pool.Report.PoolId);
        nodes = nodes.Remove(nodeId.Value);
    }

    public FleetDecision Decide(bool placementChanged) =>
        new(new FleetState(nodes, owners, before.Version + (placementChanged ? 1 : 0)), Effects);

    private void RemovePool(NodeId nodeId, PoolId poolId)
    {
        // An offline node's pool may have moved to another node meanwhile; then it is not ours to take away.
        if (owners.GetValueOrDefault(poolId) != nodeId)
            return;
        owners = owners.Remove(poolId);
        Effects.Add(new FleetEffect.PoolRemoved(poolId));
    }
}
