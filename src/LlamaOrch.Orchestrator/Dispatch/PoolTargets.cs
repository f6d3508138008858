using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// The targets of the pools in the fleet: one look-up a dispatch instead of a URL and a dozen label sets.
/// </summary>
internal sealed class PoolTargets(TaskMetrics metrics) : IFleetFollower
{
    private readonly ConcurrentDictionary<PoolId, PoolTarget> targets = new();

    /// <summary>The target of a lease.</summary>
    public PoolTarget Of(SlotLease lease) =>
        targets.TryGetValue(lease.PoolId, out PoolTarget? target) && target.Suits(lease)
            ? target
            : targets[lease.PoolId] = new PoolTarget(lease, metrics);

    public void OnFleet(FleetSnapshot fleet)
    {
        HashSet<PoolPlace?> present = [.. fleet.Pools.Select(PoolPlace.Of)];
        foreach ((PoolId poolId, PoolTarget target) in targets)
        {
            if (!present.Contains(target.Place))
                targets.TryRemove(poolId, out _);
        }
    }
}
