using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Contracts.Nodes;

/// <summary><c>POST /v2/nodes/{id}/heartbeat</c>; 404 means: register again.</summary>
/// <param name="Timestamp">The node's clock when it sent this.</param>
/// <param name="Pools">All its pools as they are now.</param>
public sealed record HeartbeatRequest(DateTimeOffset Timestamp, IReadOnlyList<PoolReport> Pools);
