using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>Where a task runs, as labels: all of authenticated nodes' making.</summary>
/// <param name="Engine">The engine kind.</param>
/// <param name="PoolId">The pool.</param>
/// <param name="NodeId">Its node.</param>
/// <param name="ModelId">The model that it serves.</param>
internal readonly record struct PoolPlace(string Engine, string PoolId, string NodeId, string ModelId)
{
    /// <summary>Stands for tasks that have no pool.</summary>
    public static PoolPlace None { get; } =
        new(FleetMetrics.Unknown, FleetMetrics.Unknown, FleetMetrics.Unknown, FleetMetrics.Unknown);

    /// <summary>Whether two places share the series that have no node.</summary>
    public bool SharesPoolWith(PoolPlace other) => PoolId == other.PoolId && Engine == other.Engine;

    public static PoolPlace Of(SlotLease lease) =>
        new(lease.Engine, lease.PoolId.Value, lease.NodeId.Value, lease.ModelId.Value);

    public static PoolPlace? Of(PoolSnapshot pool) => pool.ModelId is { } model
        ? new PoolPlace(pool.Engine, pool.PoolId.Value, pool.NodeId.Value, model.Value)
        : null;
}
