using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.Invariants;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>
/// Stands for <c>ModelSchedulerGrain</c>: each call is a message, so grants and answers overtake each other.
/// </summary>
internal sealed class SchedulerShell
{
    private readonly SimulatedControlPlane control;
    private readonly List<SlotGrant> grants = [];

    public SchedulerShell(SimulatedControlPlane control, ModelId model)
    {
        this.control = control;
        Scheduler = new ModelScheduler(model, control.Limits.Queue, LeaseNumbers.FirstFence(control.Now));
        Witness = new QueueWitness(control, model);
        FleetChanged(control.Fleet.Current);
    }

    /// <summary>The rules themselves.</summary>
    public ModelScheduler Scheduler { get; }

    /// <summary>Who checks them.</summary>
    public QueueWitness Witness { get; }

    /// <summary>A task wants a slot.</summary>
    public async Task<SlotAnswer> AcquireAsync(SlotRequest request)
    {
        await control.YieldAsync();
        CatchUp();
        SlotAnswer answer = Scheduler.Acquire(request, control.Now);
        Witness.Asked(request, answer);
        Witness.Settled(Scheduler);
        await control.YieldAsync();
        return answer;
    }

    /// <summary>A task of an earlier life waits again.</summary>
    public async Task<SlotAnswer> RestoreAsync(SlotRequest request)
    {
        await control.YieldAsync();
        CatchUp();
        SlotAnswer answer = Scheduler.Restore(request, control.Now);
        Witness.Restored(request, answer);
        Witness.Settled(Scheduler);
        await control.YieldAsync();
        return answer;
    }

    /// <summary>A task wants another slot for the one that it has.</summary>
    public async Task<SlotAnswer> MoveAsync(SlotLease lease, SlotRequest request)
    {
        await control.YieldAsync();
        CatchUp();
        Witness.Released(lease.LeaseId);
        SlotAnswer answer = Scheduler.Move(lease, request, control.Now, grants);
        Witness.Moved(request, answer, grants);
        Deliver();
        await control.YieldAsync();
        return answer;
    }

    /// <summary>A slot comes back.</summary>
    public void Release(LeaseId lease)
    {
        Witness.Released(lease);
        Scheduler.Release(lease, control.Now, grants);
        Settle();
    }

    /// <summary>A task does not wait any more.</summary>
    public void Withdraw(TaskId task)
    {
        if (Scheduler.Withdraw(task, grants))
            Witness.Withdrawn(task);
        Settle();
    }

    /// <summary>The fleet has changed.</summary>
    public void FleetChanged(FleetSnapshot snapshot)
    {
        Scheduler.FleetChanged(snapshot, grants);
        Witness.Follows(snapshot);
        Settle();
    }

    private void CatchUp()
    {
        if (control.Fleet.Current.Version > Scheduler.FleetVersion)
            FleetChanged(control.Fleet.Current);
    }

    private void Settle()
    {
        Witness.Granted(grants);
        Deliver();
    }

    private void Deliver()
    {
        foreach (SlotGrant grant in grants.ToArray())
            control.Post(() => control.Broker.OnGranted(grant.Lease));
        grants.Clear();
        Witness.Settled(Scheduler);
    }
}
