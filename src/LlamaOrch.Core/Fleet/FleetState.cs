using System.Collections.Immutable;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Fleet;

/// <summary>The registry of nodes; changed only by <see cref="FleetDecisions"/>.</summary>
/// <param name="Nodes">The nodes by id.</param>
/// <param name="PoolOwners">Which node has which pool: a pool id is unique in the fleet.</param>
/// <param name="Version">Grows by one with each change that placement must know of.</param>
public sealed record FleetState(
    ImmutableSortedDictionary<string, NodeRecord> Nodes,
    ImmutableDictionary<PoolId, NodeId> PoolOwners,
    long Version)
{
    /// <summary>A fleet without nodes.</summary>
    public static FleetState Empty { get; } = new(
        ImmutableSortedDictionary.Create<string, NodeRecord>(StringComparer.Ordinal),
        ImmutableDictionary<PoolId, NodeId>.Empty,
        0);
}
