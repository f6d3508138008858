using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Catalog;

namespace LlamaOrch.Core.Fleet;

/// <summary>Something that happened to the fleet.</summary>
public abstract record FleetEvent
{
    private FleetEvent()
    {
    }

    /// <summary>A node asks to join, for the first time or again.</summary>
    public sealed record Registered(RegisterNodeRequest Request) : FleetEvent;

    /// <summary>A node reports.</summary>
    public sealed record HeartbeatReceived(
        NodeId NodeId,
        IReadOnlyList<PoolReport> Pools,
        IReadOnlyList<ModelReport>? Models = null,
        IReadOnlyList<DiskReport>? Disks = null,
        string? InstanceId = null) : FleetEvent;

    /// <summary>A node leaves in good order; an agent says which run it is, an operator does not.</summary>
    public sealed record Deregistered(NodeId NodeId, string? InstanceId = null) : FleetEvent;

    /// <summary>An operator wants a node to finish what it has and take nothing new.</summary>
    public sealed record DrainRequested(NodeId NodeId) : FleetEvent;

    /// <summary>
    /// A poll ended; <paramref name="Report"/> is null when the pool did not answer properly, and
    /// <paramref name="Problem"/> says why.
    /// </summary>
    public sealed record PoolPolled(
        NodeId NodeId, PoolId PoolId, PoolReport? Report, string? Problem = null) : FleetEvent;

    /// <summary>A dispatch could not reach the pool; it gets no work until a poll succeeds, and is waited
    /// for until one fails.</summary>
    public sealed record DispatchFailed(PoolId PoolId) : FleetEvent;

    /// <summary>
    /// Placement leaves a pool alone since it failed, or again gives it work: <paramref name="Failures"/> is 0 then.
    /// </summary>
    public sealed record PoolRests(PoolId PoolId, int Failures, DateTimeOffset? Until) : FleetEvent;

    /// <summary>A pool refused a lease for want of a slot: it is well, and what is known of its slots is not.</summary>
    public sealed record PoolExhausted(PoolId PoolId) : FleetEvent;

    /// <summary>The catalog is like this now.</summary>
    public sealed record CatalogChanged(CatalogSnapshot Catalog) : FleetEvent;

    /// <summary>These nodes were in the fleet when an earlier life of the control plane ended.</summary>
    public sealed record Restored(IReadOnlyList<StoredNode> Nodes) : FleetEvent;

    /// <summary>Time has passed.</summary>
    public sealed record Ticked : FleetEvent;
}
