using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Grains;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Compares what a node says of its slots with what the schedulers have lent, so that a slot whose holder has vanished
/// comes back with the next heartbeat, whichever side still counts it.
/// </summary>
internal sealed class LeaseReconciliation(IGrainFactory grains)
{
    /// <summary>The leases that the node is to give up; null for none.</summary>
    /// <param name="pools">The node's report, accepted by the fleet: its models are known ones.</param>
    public async ValueTask<IReadOnlyList<OrphanedLease>?> RunAsync(IReadOnlyList<PoolReport> pools)
    {
        List<OrphanedLease>? orphans = null;
        foreach (IGrouping<ModelId?, PoolReport> ofModel in pools.GroupBy(pool => pool.ModelId))
        {
            if (ofModel.Key is not ModelId model)
                continue;
            PoolLeases[] reports = [.. ofModel.Select(pool => new PoolLeases(pool.PoolId, pool.ActiveLeases))];
            Immutable<PoolLeases[]> unknown = await grains.GetGrain<IModelSchedulerGrain>(model.Value)
                .ReconcileAsync(new Immutable<PoolLeases[]>(reports));
            foreach (PoolLeases ofPool in unknown.Value.Where(ofPool => ofPool.Active.Count > 0))
                (orphans ??= []).AddRange(ofPool.Active.Select(lease => new OrphanedLease(ofPool.PoolId, lease)));
        }

        return orphans;
    }
}
