using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>What has to be written so that the store has the fleet's nodes.</summary>
/// <param name="Saved">Nodes to keep as they are now.</param>
/// <param name="Deleted">Nodes to forget.</param>
public sealed record NodeStoreChange(IReadOnlyList<StoredNode> Saved, IReadOnlyList<NodeId> Deleted)
{
    /// <summary>Whether the store has everything.</summary>
    public bool IsEmpty => Saved.Count == 0 && Deleted.Count == 0;

    /// <summary>Compares what the store has with the fleet.</summary>
    /// <param name="stored">What the store has, by node id.</param>
    /// <param name="fleet">The fleet now.</param>
    /// <param name="withTimes">
    /// Whether a heartbeat alone is worth a write; without, only that of a node that is offline is: it is the last.
    /// </param>
    public static NodeStoreChange Between(
        IReadOnlyDictionary<string, StoredNode> stored, FleetState fleet, bool withTimes) => new(
        [
            .. fleet.Nodes.Values
                .Where(node => !stored.TryGetValue(node.NodeId.Value, out StoredNode? was)
                    || !was.IsSameAs(node)
                    || ((withTimes || node.State == NodeState.Offline) && was.LastHeartbeat != node.LastHeartbeat))
                .Select(StoredNode.Of),
        ],
        [.. stored.Values.Where(was => !fleet.Nodes.ContainsKey(was.NodeId.Value)).Select(was => was.NodeId)]);
}
