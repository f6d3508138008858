using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>SlotBroker</c>: who on this replica waits for which slot.</summary>
internal sealed class BrokerShell(SimulatedControlPlane control)
{
    private readonly Dictionary<TaskId, PendingSlot> pending = [];
    private long lastTicket;

    /// <summary>Tasks whose turn has not come.</summary>
    public int Pending => pending.Count;

    /// <summary>Asks for a slot.</summary>
    public Task<SlotTicket> RequestAsync(SlotRequest request) => AskAsync(request, null);

    /// <summary>Asks for another slot instead of one.</summary>
    public Task<SlotTicket> MoveAsync(SlotLease lease, SlotRequest request) => AskAsync(request, lease);

    /// <summary>Puts a task of an earlier life back into its queue.</summary>
    public Task<SlotTicket> RestoreAsync(SlotRequest request) => AskAsync(request, null, isRestored: true);

    /// <summary>Gives a slot back.</summary>
    public void Release(SlotLease lease) =>
        control.Post(() => control.SchedulerOf(lease.ModelId).Release(lease.LeaseId));

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

    private async Task<SlotTicket> AskAsync(SlotRequest request, SlotLease? instead, bool isRestored = false)
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
