using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the nodes' routes.</summary>
internal static class NodeDocs
{
    private const string Tag = "nodes";

    public static RouteDoc Register { get; } = new(Tag, "A node joins, or joins again with what it holds.")
    {
        Body = typeof(RegisterNodeRequest),
        Answer = typeof(RegisterNodeResponse),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.QuotaExceeded, ErrorCode.Conflict],
    };

    public static RouteDoc Heartbeat { get; } = new(Tag, "A node tells how its pools are.")
    {
        Body = typeof(HeartbeatRequest),
        Answer = typeof(HeartbeatResponse),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.Conflict],
    };

    public static RouteDoc Drain { get; } = new(Tag, "A node finishes what it has and gets nothing new.")
    {
        Status = 202,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };

    public static RouteDoc Deregister { get; } = new(
        Tag, "A node leaves; an agent says which run it is with 'instance_id'.")
    {
        Status = 204,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.Conflict],
    };

    public static RouteDoc List { get; } = new(Tag, "All nodes.")
    {
        Answer = typeof(IReadOnlyList<NodeView>),
    };

    public static RouteDoc Show { get; } = new(Tag, "One node.")
    {
        Answer = typeof(NodeView),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };
}
