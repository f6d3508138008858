using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>NodeEndpoints</c>: nodes join, report and leave.</summary>
internal sealed class NodeCalls(SimulatedControlPlane control)
{
    /// <summary>A node joins.</summary>
    public async Task<NodeAnswer?> RegisterAsync(RegisterNodeRequest request) =>
        Answer(await control.Fleet.ApplyAsync(new FleetEvent.Registered(request)));

    /// <summary>A node reports.</summary>
    public async Task<NodeAnswer?> HeartbeatAsync(NodeId node, IReadOnlyList<PoolReport> pools)
    {
        NodeAnswer heard = Answer(await control.Fleet.ApplyAsync(new FleetEvent.HeartbeatReceived(node, pools)));
        if (heard.Refusal is not null)
            return heard;
        List<(PoolId, LeaseId)> orphans = [];
        foreach (PoolReport pool in pools.Where(pool => pool.ModelId is not null))
        {
            await control.YieldAsync();
            IReadOnlyList<LeaseId> unknown = control.SchedulerOf(pool.ModelId!.Value).Reconcile(
                new PoolLeases(pool.PoolId, pool.ActiveLeases));
            orphans.AddRange(unknown.Select(lease => (pool.PoolId, lease)));
        }

        return heard with { Orphans = orphans };
    }

    /// <summary>A node leaves.</summary>
    public async Task<NodeAnswer?> DeregisterAsync(NodeId node) =>
        Answer(await control.Fleet.ApplyAsync(new FleetEvent.Deregistered(node)));

    private NodeAnswer Answer(ErrorBody? refusal) => new(refusal, control.Limits.Fleet.HeartbeatInterval, []);
}
