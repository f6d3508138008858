using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Contracts.Nodes;

/// <summary>
/// <c>POST /v2/nodes/register</c>: a node joins the fleet, or joins again after either side restarted.
/// </summary>
public sealed record RegisterNodeRequest
{
    /// <summary>The node's name in the fleet.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Stable id of the machine; two nodes of one name on two machines are a conflict.</summary>
    public required string MachineId { get; init; }

    /// <summary>
    /// Id of this run of the agent, made when it starts. While one run of a node is alive, another one with the same
    /// <see cref="NodeId"/> is refused with CONFLICT. Default: unknown, as of agents before 1.1.
    /// </summary>
    public string? InstanceId { get; init; }

    /// <summary>
    /// Earlier runs that have ended for certain, since this one holds the data directory that they held; at most 16.
    /// It takes the node over from them at once. Default: none.
    /// </summary>
    public IReadOnlyList<string>? ReplacesInstances { get; init; }

    /// <summary>Where the control plane reaches the node: an absolute http or https URL without a path.</summary>
    public required Uri Address { get; init; }

    /// <summary>The node's pools as they are now; at most 256.</summary>
    public required IReadOnlyList<PoolReport> Pools { get; init; }

    /// <summary>Model files that it has and no pool of it serves; at most 1,024. Default: none.</summary>
    public IReadOnlyList<ModelReport>? Models { get; init; }

    /// <summary>What the machine has.</summary>
    public required NodeCapabilities Capabilities { get; init; }

    /// <summary>Version of pool-managerd.</summary>
    public required string Version { get; init; }
}
