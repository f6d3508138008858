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
    private readonly SlotNews news = new();
    private DateTimeOffset? expiryAt;

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
    public Task<SlotAnswer> AcquireAsync(SlotRequest request, long ticket) => AskAsync(() =>
    {
        bool waited = Waits(request.TaskId);
        SlotAnswer answer = Scheduler.Acquire(request, control.Now, news, ticket);
        Supersede(request.TaskId, waited, answer);
        Witness.Dropped(news.Drops);
        Witness.Asked(request, answer, news.Grants);
        return answer;
    });

    /// <summary>A task of an earlier life waits again.</summary>
    public Task<SlotAnswer> RestoreAsync(SlotRequest request, long ticket) => AskAsync(() =>
    {
        bool waited = Waits(request.TaskId);
        SlotAnswer answer = Scheduler.Restore(request, control.Now, news, ticket);
        Supersede(request.TaskId, waited, answer);
        Witness.Dropped(news.Drops);
        Witness.Restored(request, answer, news.Grants);
        return answer;
    });

    /// <summary>A task wants another slot for the one that it has.</summary>
    public Task<SlotAnswer> MoveAsync(SlotRelease release, SlotRequest request, long ticket) => AskAsync(() =>
    {
        Witness.Released(release.Lease.LeaseId);
        bool waited = Waits(request.TaskId);
        SlotAnswer answer = Scheduler.Move(
            release.Lease, request, control.Now, news, ticket, release.Use, release.RestMin);
        Supersede(request.TaskId, waited, answer);
        Witness.Dropped(news.Drops);
        Witness.Moved(request, answer, news.Grants);
        return answer;
    });

    /// <summary>A slot comes back.</summary>
    public void Release(LeaseId lease, SlotUse use)
    {
        Witness.Released(lease);
        Scheduler.Release(lease, control.Now, news, use);
        Settle();
    }

    /// <summary>What a slot's use says of its pool.</summary>
    public void Tell(SlotLease lease, SlotUse use)
    {
        Scheduler.Tell(lease, use, null, control.Now, news);
        Settle();
    }

    /// <summary>A task does not wait any more.</summary>
    public void Withdraw(TaskId task, long ticket)
    {
        if (Scheduler.Withdraw(task, control.Now, news, ticket))
            Witness.Withdrawn(task);
        Settle();
    }

    /// <summary>The fleet has changed.</summary>
    public void FleetChanged(FleetSnapshot snapshot)
    {
        Scheduler.FleetChanged(snapshot, control.Now, news);
        Witness.Follows(snapshot);
        Settle();
    }

    /// <summary>A node says which leases hold a pool's slots; the result is those that it holds for nobody.</summary>
    public IReadOnlyList<LeaseId> Reconcile(PoolLeases report)
    {
        Witness.Reconciles(report);
        IReadOnlyList<LeaseId> orphans = Scheduler.Reconcile(report, control.Now, news);
        Settle();
        return orphans;
    }

    private bool Waits(TaskId task) => Scheduler.Look(task, control.Now) is not null;

    /// <summary>A wish ends an earlier one of the same task that still waits.</summary>
    private void Supersede(TaskId task, bool waited, SlotAnswer answer)
    {
        if (waited && answer is not SlotAnswer.Refused { Code: ErrorCode.Conflict })
            Witness.Withdrawn(task);
    }

    private async Task<SlotAnswer> AskAsync(Func<SlotAnswer> ask)
    {
        await control.YieldAsync();
        if (control.Fleet.Current.Version > Scheduler.FleetVersion)
            FleetChanged(control.Fleet.Current);
        SlotAnswer answer = ask();
        Deliver();
        await control.YieldAsync();
        return answer;
    }

    private void Settle()
    {
        Witness.Dropped(news.Drops);
        Witness.Granted(news.Grants);
        Deliver();
    }

    private void Deliver()
    {
        foreach (SlotGrant grant in news.Grants.ToArray())
            control.Post(() => control.Broker.OnGranted(grant.Lease));
        foreach (SlotDrop drop in news.Drops.ToArray())
            control.Post(() => control.Broker.OnDropped(drop));
        foreach (SlotLease lost in news.Lost.ToArray())
            control.Post(() => control.Broker.OnLost(lost));
        foreach (PoolRestNews rest in news.Rests.ToArray())
            control.World.Note(control.Name, $"{rest.PoolId} has failed {rest.Failures} times, until {rest.Until}");
        news.Clear();
        Witness.Settled(Scheduler);
        Arm();
    }

    private void Arm()
    {
        if (Scheduler.NextExpiry is not DateTimeOffset next || expiryAt <= next)
            return;
        expiryAt = next;
        TimeSpan due = next - control.Now;
        control.Post(due > TimeSpan.Zero ? due : TimeSpan.FromMilliseconds(1), () =>
        {
            if (expiryAt != next)
                return;
            expiryAt = null;
            Scheduler.Expire(control.Now, news);
            Settle();
        });
    }
}
