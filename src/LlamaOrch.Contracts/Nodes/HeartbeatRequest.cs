using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Contracts.Nodes;

/// <summary><c>POST /v2/nodes/{id}/heartbeat</c>; 404 means: register again.</summary>
/// <param name="Timestamp">The node's clock when it sent this.</param>
/// <param name="Pools">All its pools as they are now.</param>
/// <param name="Models">Model files that it has and no pool of it serves. Default: none.</param>
/// <param name="Disks">The disks that it writes to, at most 8. Default: not known.</param>
/// <param name="InstanceId">The run of the agent that registered; another one's is refused with CONFLICT.</param>
public sealed record HeartbeatRequest(
    DateTimeOffset Timestamp,
    IReadOnlyList<PoolReport> Pools,
    IReadOnlyList<ModelReport>? Models = null,
    IReadOnlyList<DiskReport>? Disks = null,
    string? InstanceId = null);
