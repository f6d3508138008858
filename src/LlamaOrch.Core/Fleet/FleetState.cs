using System.Collections.Immutable;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;

namespace LlamaOrch.Core.Fleet;

/// <summary>The registry of nodes; changed only by <see cref="FleetDecisions"/>.</summary>
public sealed record FleetState
{
    /// <summary>A fleet without nodes, in which no lease is foreign.</summary>
    public static FleetState Empty { get; } = new();

    /// <summary>The nodes by id.</summary>
    public ImmutableSortedDictionary<string, NodeRecord> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeRecord>(StringComparer.Ordinal);

    /// <summary>Which node has which pool: a pool id is unique in the fleet.</summary>
    public ImmutableDictionary<PoolId, NodeId> PoolOwners { get; init; } = ImmutableDictionary<PoolId, NodeId>.Empty;

    /// <summary>What the models of the pools must be, and which of them take no new tasks.</summary>
    public CatalogSnapshot Catalog { get; init; } = CatalogSnapshot.Empty;

    /// <summary>Grows by one with each change that placement must know of.</summary>
    public long Version { get; init; }

    /// <summary>Leases with a lower fence were granted by an earlier life of the control plane.</summary>
    public long FirstFence { get; init; }

    /// <summary>When time was last seen to pass.</summary>
    public DateTimeOffset LastTick { get; init; }

    /// <summary>Since when time has passed without a gap in which no heartbeat could be heard.</summary>
    public DateTimeOffset AwakeSince { get; init; }
}
