using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>
/// Stands for <c>SlotAttempt</c>, <c>NodeClient</c> and <c>NodeRefusals</c>: one attempt on one slot. A result whose
/// lease is null has given the slot back.
/// </summary>
internal sealed class AttemptShell(SimulatedControlPlane control, Network network)
{
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CopyLateMax = TimeSpan.FromSeconds(30);

    /// <summary>Sends the request and waits for the first byte of its answer.</summary>
    public async Task<Attempt> RunAsync(
        SlotLease lease, int tokens, Func<SlotLease, Task>? onLeased, CancellationToken stop)
    {
        if (onLeased is not null)
            await onLeased(lease);
        ConnectionEnd? connection = stop.IsCancellationRequested ? null : await ConnectAsync(lease, tokens, stop);
        if (connection is not null)
            control.Broker.Hold(lease, connection);
        Task<object?>? reading = connection?.ReadAsync();
        if (reading is not null)
            await reading.UnlessAsync(stop);
        if (stop.IsCancellationRequested)
        {
            connection?.Reset();
            control.Broker.Release(lease);
            return new Attempt();
        }

        if (reading is not null && await reading is Piece first && ErrorOf(first) is null)
            return new Attempt(lease, connection, first);
        Attempt failed = new(lease, Failure: reading is null ? ErrorCode.PoolUnavailable : ErrorOf(await reading));
        if (failed.Failure == ErrorCode.ReplicaExhausted)
            await control.Fleet.ApplyAsync(new FleetEvent.PoolExhausted(lease.PoolId));
        else
            await control.Fleet.ApplyAsync(new FleetEvent.DispatchFailed(lease.PoolId));
        connection?.Reset();
        return failed;
    }

    /// <summary>Why a first piece is no answer; null for one, also one that says that the request is bad.</summary>
    private static ErrorCode? ErrorOf(object? first) => first switch
    {
        Piece.Refused { Code: ErrorCode.ReplicaExhausted } => ErrorCode.ReplicaExhausted,
        Piece.Refused or Piece.EngineRefused { Status: 503 } or Piece.BrokenOff or null => ErrorCode.PoolUnavailable,
        _ => null,
    };

    private async Task<ConnectionEnd?> ConnectAsync(SlotLease lease, int tokens, CancellationToken stop)
    {
        SimulatedNode node = control.NodeAt(lease.Address.Host);
        var request = new InferRequest(lease.PoolId, lease.LeaseId, lease.Fence, lease.TaskId, tokens);
        Task<ConnectionEnd?> connecting = network.ConnectAsync(control, node, ConnectMax, node.Accept);
        if (!await connecting.UnlessAsync(stop))
        {
            control.World.Spawn(async () => (await connecting)?.Reset());
            return null;
        }

        ConnectionEnd? connection = await connecting;
        connection?.Send(request);
        if (connection is not null && control.World.Random.Chance(network.Faults.Duplicates))
            SendAgainLate(node, request);
        return connection;
    }

    /// <summary>Something between us and the node has kept the request and sends it a second time.</summary>
    private void SendAgainLate(SimulatedNode node, InferRequest request)
    {
        SeededRandom random = control.World.Random;
        control.World.After(random.Between(TimeSpan.Zero, CopyLateMax), () =>
        {
            if (!node.IsUp || !control.IsUp)
                return;
            ConnectionEnd copy = network.Pair(control, node, node.Accept);
            copy.Send(request);
            control.Post(random.Between(TimeSpan.Zero, CopyLateMax), copy.Reset);
        });
    }
}
