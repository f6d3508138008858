using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Nodes as the API shows them.</summary>
internal static class NodeViews
{
    public static NodeView Of(NodeRecord node) => new(
        node.NodeId,
        node.Address,
        node.State,
        node.Version,
        node.LastHeartbeat,
        node.Capabilities,
        [.. node.Pools.Values.Select(pool => pool.Report)],
        node.Models.Count == 0 ? null : node.Models,
        node.Disks,
        node.Conflict);
}
