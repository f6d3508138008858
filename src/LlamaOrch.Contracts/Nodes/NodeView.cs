using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Contracts.Nodes;

/// <summary>A node as <c>GET /v2/nodes</c> shows it.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="State">What the control plane thinks of it.</param>
/// <param name="Version">Version of its agent.</param>
/// <param name="LastHeartbeat">When it was last heard of.</param>
/// <param name="Capabilities">What the machine has.</param>
/// <param name="Pools">Its pools as last reported.</param>
/// <param name="Models">Model files that it has and no pool of it serves; absent when there are none.</param>
/// <param name="Disks">The disks that it writes to; absent until it has told.</param>
/// <param name="Conflict">Another agent that claims this node's id; absent while there is none.</param>
public sealed record NodeView(
    NodeId NodeId,
    Uri Address,
    NodeState State,
    string Version,
    DateTimeOffset LastHeartbeat,
    NodeCapabilities Capabilities,
    IReadOnlyList<PoolReport> Pools,
    IReadOnlyList<ModelReport>? Models = null,
    IReadOnlyList<DiskReport>? Disks = null,
    NodeConflict? Conflict = null);
