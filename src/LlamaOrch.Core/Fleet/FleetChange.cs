using System.Collections.Immutable;
using LlamaOrch.Contracts.Catalog;
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
            var now = PoolRecord.Of(report, keepAnswers && was is { Answers: true }, before, was);
            changed |= was is null || PlacementView.Differs(was, now);
            NoteVerification(node.NodeId, was, now);
            pools[report.PoolId.Value] = now;
            TakeFromFormerOwner(report.PoolId, node.NodeId);
            owners = owners.SetItem(report.PoolId, node.NodeId);
        }

        nodes = nodes.SetItem(node.NodeId.Value, node with { Pools = pools.ToImmutable() });
        foreach (string gone in old.Keys.Where(id => !pools.ContainsKey(id)))
            owners = owners.Remove(old[gone].Report.PoolId);
        return changed;
    }

    /// <summary>Tells of a file that turns out to be the right one or another one; how it was before is null for a new
    /// pool.</summary>
    public void NoteVerification(NodeId nodeId, PoolRecord? was, PoolRecord now)
    {
        if (now.Verification is VerificationResult.Verified or VerificationResult.Mismatch
            && (was?.Verification != now.Verification || was.Report.ModelId != now.Report.ModelId))
            Effects.Add(new FleetEffect.ModelVerified(nodeId, now));
    }

    public void RemoveNode(NodeId nodeId)
    {
        foreach (PoolRecord pool in nodes[nodeId.Value].Pools.Values)
            owners = owners.Remove(pool.Report.PoolId);
        nodes = nodes.Remove(nodeId.Value);
    }

    public FleetDecision Decide(bool placementChanged)
    {
        long version = before.Version + (placementChanged ? 1 : 0);
        return new FleetDecision(before with { Nodes = nodes, PoolOwners = owners, Version = version }, Effects);
    }

    /// <summary>
    /// A pool that comes up elsewhere while its node is offline: two records of it would be two sets of slots.
    /// </summary>
    private void TakeFromFormerOwner(PoolId poolId, NodeId owner)
    {
        if (!owners.TryGetValue(poolId, out NodeId former) || former == owner)
            return;
        NodeRecord left = nodes[former.Value];
        nodes = nodes.SetItem(former.Value, left with { Pools = left.Pools.Remove(poolId.Value) });
    }
}
