using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>NodeEndpoints</c>: nodes join, report and leave.</summary>
internal sealed class NodeCalls(SimulatedControlPlane control)
{
    /// <summary>A node joins.</summary>
    public async Task<NodeAnswer?> RegisterAsync(RegisterNodeRequest request) =>
        Answer(await control.Fleet.ApplyAsync(new FleetEvent.Registered(request)));

    /// <summary>A node reports.</summary>
    public async Task<NodeAnswer?> HeartbeatAsync(NodeId node, IReadOnlyList<PoolReport> pools) =>
        Answer(await control.Fleet.ApplyAsync(new FleetEvent.HeartbeatReceived(node, pools)));

    /// <summary>A node leaves.</summary>
    public async Task<NodeAnswer?> DeregisterAsync(NodeId node) =>
        Answer(await control.Fleet.ApplyAsync(new FleetEvent.Deregistered(node)));

    private NodeAnswer Answer(ErrorBody? refusal) => new(refusal, control.Limits.Fleet.HeartbeatInterval);
}
