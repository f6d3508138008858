using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Nodes;

/// <summary>Answer to a registration.</summary>
/// <param name="NodeId">The node as registered.</param>
/// <param name="HeartbeatIntervalMs">When to send the first heartbeat, milliseconds.</param>
public sealed record RegisterNodeResponse(NodeId NodeId, long HeartbeatIntervalMs);
