using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What every dispatch to one pool has in common, made once: its URL and its series.</summary>
internal sealed class PoolTarget(SlotLease lease, TaskMetrics metrics)
{
    private readonly TaskSeries interactive = metrics.For(PoolPlace.Of(lease), TaskPriority.Interactive);
    private readonly TaskSeries batch = metrics.For(PoolPlace.Of(lease), TaskPriority.Batch);

    /// <summary>Where its node takes requests for it.</summary>
    public Uri InferUrl { get; } = new(lease.Address, $"/v2/pools/{lease.PoolId}/infer");

    /// <summary>The pool.</summary>
    public PoolPlace Place { get; } = PoolPlace.Of(lease);

    /// <summary>Its engine's version; null while unknown.</summary>
    public string? EngineVersion => lease.EngineVersion;

    /// <summary>Its series.</summary>
    public TaskSeries Series(TaskPriority priority) => priority == TaskPriority.Interactive ? interactive : batch;

    /// <summary>Whether the pool is still where and what it was.</summary>
    public bool Suits(SlotLease other) =>
        other.Address == lease.Address
        && other.NodeId == lease.NodeId
        && other.Engine == lease.Engine
        && other.EngineVersion == lease.EngineVersion
        && other.ModelId == lease.ModelId;
}
