using System.Collections.Immutable;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>What the control plane knows of one node.</summary>
public sealed record NodeRecord
{
    /// <summary>The node.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>The machine that it runs on.</summary>
    public required string MachineId { get; init; }

    /// <summary>The run of its agent that registered; null when it does not tell.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Earlier runs, the latest last: none of them is taken in while this one is alive.</summary>
    public IReadOnlyList<string> Replaced { get; init; } = [];

    /// <summary>Another agent that claims the id now; null while there is none.</summary>
    public NodeConflict? Conflict { get; init; }

    /// <summary>Where it is reached.</summary>
    public required Uri Address { get; init; }

    /// <summary>Version of its agent.</summary>
    public required string Version { get; init; }

    /// <summary>What the machine has.</summary>
    public required NodeCapabilities Capabilities { get; init; }

    /// <summary>What the control plane thinks of it.</summary>
    public required NodeState State { get; init; }

    /// <summary>Whether an operator wants it empty; lasts until it registers again.</summary>
    public bool DrainRequested { get; init; }

    /// <summary>
    /// Whether it is known from before a restart only: it has not registered since, so it is offline and has no pools.
    /// </summary>
    public bool IsRestored { get; init; }

    /// <summary>
    /// Whether a restored node is still expected to come back by itself; ends when it has been silent for
    /// <see cref="FleetLimits.StaleAfter"/> since the start.
    /// </summary>
    public bool IsExpected { get; init; }

    /// <summary>The models that a restored node served before the restart; empty for all others.</summary>
    public IReadOnlyList<ModelId> RememberedModels { get; init; } = [];

    /// <summary>When it was last heard of, by the control plane's clock.</summary>
    public required DateTimeOffset LastHeartbeat { get; init; }

    /// <summary>Its pools.</summary>
    public required ImmutableSortedDictionary<string, PoolRecord> Pools { get; init; }

    /// <summary>Model files that it has and no pool of it serves.</summary>
    public IReadOnlyList<ModelReport> Models { get; init; } = [];

    /// <summary>The disks that it writes to; null until it has told.</summary>
    public IReadOnlyList<DiskReport>? Disks { get; init; }
}
