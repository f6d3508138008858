using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the nodes' routes.</summary>
internal static class NodeDocs
{
    private const string Tag = "nodes";

    public static RouteDoc Register { get; } = new(Tag, "A node joins, or joins again with what it holds.")
    {
        Id = "registerNode",
        Body = typeof(RegisterNodeRequest),
        Example = """
            {
              "node_id": "gpu-01",
              "machine_id": "4c4c4544-0042-3510-8054-b7c04f4d3532",
              "address": "http://10.0.0.7:9200",
              "pools": [],
              "capabilities": { "gpus": [], "cpu_cores": 16, "ram_total_bytes": 68719476736 },
              "version": "1.0.0"
            }
            """,
        Answer = typeof(RegisterNodeResponse),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.QuotaExceeded, ErrorCode.Conflict],
    };

    public static RouteDoc Heartbeat { get; } = new(Tag, "A node tells how its pools are.")
    {
        Id = "sendHeartbeat",
        Body = typeof(HeartbeatRequest),
        Example = """
            {
              "timestamp": "2026-01-31T12:00:00Z",
              "pools": [
                {
                  "pool_id": "gpu-01-0", "state": "ready", "ready": true, "draining": false,
                  "slots_total": 4, "slots_free": 4, "engine": "llamacpp", "model_id": "qwen3-8b",
                  "context_tokens": 8192
                }
              ]
            }
            """,
        Answer = typeof(HeartbeatResponse),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.Conflict],
    };

    public static RouteDoc Drain { get; } = new(Tag, "A node finishes what it has and gets nothing new.")
    {
        Id = "drainNode",
        Status = 202,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };

    public static RouteDoc Deregister { get; } = new(
        Tag, "A node leaves; an agent says which run it is with 'instance_id'.")
    {
        Id = "deregisterNode",
        Status = 204,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.Conflict],
    };

    public static RouteDoc List { get; } = new(Tag, "All nodes.")
    {
        Id = "listNodes",
        Answer = typeof(IReadOnlyList<NodeView>),
    };

    public static RouteDoc Show { get; } = new(Tag, "One node.")
    {
        Id = "getNode",
        Answer = typeof(NodeView),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };
}
