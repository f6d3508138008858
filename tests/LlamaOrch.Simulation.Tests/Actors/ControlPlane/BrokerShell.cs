using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>SlotBroker</c>: who on this replica waits for which slot.</summary>
internal sealed class BrokerShell(SimulatedControlPlane control)
{
    private readonly Dictionary<TaskId, PendingSlot> pending = [];
    private readonly Dictionary<LeaseId, ConnectionEnd> holds = [];
    private long lastTicket;

    /// <summary>Tasks whose turn has not come.</summary>
    public int Pending => pending.Count;

    /// <summary>Asks for a slot.</summary>
    public Task<SlotTicket> RequestAsync(SlotRequest request) => AskAsync(request, null);

    /// <summary>Asks for another slot instead of one.</summary>
    public Task<SlotTicket> MoveAsync(SlotRelease release, SlotRequest request)
    {
        holds.Remove(release.Lease.LeaseId);
        return AskAsync(request, release);
    }

    /// <summary>Puts a task of an earlier life back into its queue.</summary>
    public Task<SlotTicket> RestoreAsync(SlotRequest request) => AskAsync(request, null, isRestored: true);

    /// <summary>Gives a slot back.</summary>
    public void Release(SlotLease lease, SlotUse use = SlotUse.Untold)
    {
        holds.Remove(lease.LeaseId);
        control.Post(() => control.SchedulerOf(lease.ModelId).Release(lease.LeaseId, use));
    }

    /// <summary>Says what a slot's use tells of its pool.</summary>
    public void Tell(SlotLease lease, SlotUse use) =>
        control.Post(() => control.SchedulerOf(lease.ModelId).Tell(lease, use));

    /// <summary>An answer to a lease is waited for on a connection.</summary>
    public void Hold(SlotLease lease, ConnectionEnd connection) => holds[lease.LeaseId] = connection;

    /// <summary>A node does not hold a lease: whoever waits for its answer learns it.</summary>
    public void OnLost(SlotLease lease)
    {
        if (holds.Remove(lease.LeaseId, out ConnectionEnd? connection))
            connection.Cut();
    }

    /// <summary>A slot has come for somebody.</summary>
    public void OnGranted(SlotLease lease)
    {
        if (Take(lease.TaskId, lease.Ticket) is not PendingSlot waiting || !waiting.Grant(lease))
            Release(lease);
    }

    /// <summary>A task waits no longer and gets nothing.</summary>
    public void OnDropped(SlotDrop drop) => Take(drop.TaskId, drop.Ticket)?.Drop(drop.Why);

    /// <summary>Takes a task out of its queue.</summary>
    public void GiveUp(PendingSlot waiting)
    {
        Take(waiting.TaskId, waiting.Ticket);
        control.Post(() => control.SchedulerOf(waiting.Model).Withdraw(waiting.TaskId, waiting.Ticket));
    }

    private async Task<SlotTicket> AskAsync(SlotRequest request, SlotRelease? instead, bool isRestored = false)
    {
        var waiting = new PendingSlot(control, request.ModelId, request.TaskId, ++lastTicket);
        if (!pending.TryAdd(request.TaskId, waiting))
            throw new InvalidOperationException($"task {request.TaskId} asks for two slots");
        SchedulerShell scheduler = control.SchedulerOf(request.ModelId);
        SlotAnswer answer = instead is not null
            ? await scheduler.MoveAsync(instead, request, waiting.Ticket)
            : isRestored
                ? await scheduler.RestoreAsync(request, waiting.Ticket)
                : await scheduler.AcquireAsync(request, waiting.Ticket);
        if (answer is not SlotAnswer.Queued)
            Take(request.TaskId, waiting.Ticket);
        return new SlotTicket(answer, waiting);
    }

    private PendingSlot? Take(TaskId task, long ticket) =>
        pending.TryGetValue(task, out PendingSlot? waiting) && waiting.Ticket == ticket && pending.Remove(task)
            ? waiting
            : null;
}
