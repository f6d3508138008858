using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Hosting;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Gets slots from the model's scheduler grain: one local grain call each way.</summary>
internal sealed class SlotBroker(
    IGrainFactory grains, TimeProvider time, TaskMetrics metrics, LeaseHolds holds, WaitingBodies bodies)
    : ISlotBroker, ISlotObserver, IFleetFollower, IHostedService
{
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TaskId, PendingSlot> pending = new();
    private readonly ConcurrentDictionary<ModelId, IModelSchedulerGrain> schedulers = new();
    private ISlotObserver? self;
    // Counted on from the time, so that wishes of the next life come after those of this one.
    private long lastTicket = time.GetUtcNow().Ticks;

    /// <summary>Schedulers that are kept at hand: those of the fleet's models, and of others that were asked for since
    /// the fleet last changed.</summary>
    public int SchedulersKnown => schedulers.Count;

    /// <summary>Models come and go with nodes, and references to their schedulers with them.</summary>
    public void OnFleet(FleetSnapshot fleet)
    {
        foreach (ModelId model in schedulers.Keys)
        {
            if (!fleet.Offers(model))
                schedulers.TryRemove(model, out _);
        }
    }

    /// <summary>Makes this silo reachable for grants. At start, since it can't be done from within a grain.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        self = grains.CreateObjectReference<ISlotObserver>(this);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask<SlotTicket> RequestAsync(SlotRequest request, int bodyBytes)
    {
        SlotTicket ticket = await AskAsync(request, null, bodyBytes);
        // Asked first, since a request that has its slot at once waits for nothing.
        return ticket.Pending is PendingSlot waiting && bodies.AreTooMany && waiting.GiveUp()
            ? new SlotTicket(bodies.Refuse(ticket.Start), null, ticket.Asked)
            : ticket;
    }

    public ValueTask<SlotTicket> RestoreAsync(SlotRequest request, int bodyBytes) =>
        AskAsync(request, null, bodyBytes, isRestored: true);

    // A request that moves has had a slot, and slots are few: its body does not count.
    public ValueTask<SlotTicket> MoveAsync(SlotRelease release, SlotRequest request) =>
        AskAsync(request, release, bodyBytes: 0);

    public async ValueTask<QueueOutlook?> LookAsync(ModelId model, TaskId taskId)
    {
        if (!pending.ContainsKey(taskId))
            return null;
        try
        {
            var tasks = new Immutable<TaskId[]>([taskId]);
            return (await SchedulerOf(model).LookAsync(tasks).AsTask().WaitAsync(LookMax, time)).Value[0];
        }
        catch (Exception mute) when (mute is TimeoutException or OrleansException)
        {
            // The task itself can be shown all the same.
            return null;
        }
    }

    public async ValueTask<PlacementDecision?> ExplainAsync(ModelId model, TaskId taskId) =>
        (await SchedulerOf(model).ExplainAsync(new Immutable<TaskId>(taskId))).Value;

    public void Release(SlotLease lease, TimeSpan? firstToken = null, SlotUse use = SlotUse.Untold)
    {
        try
        {
            _ = SchedulerOf(lease.ModelId)
                .ReleaseAsync(new Immutable<SlotRelease>(new SlotRelease(lease, firstToken, use)));
        }
        catch (Exception stopped) when (stopped is OrleansException or InvalidOperationException)
        {
            // The silo has stopped, and its leases with it: the next one learns from the nodes which slots are held.
        }
    }

    public void Tell(SlotRelease use)
    {
        try
        {
            _ = SchedulerOf(use.Lease.ModelId).TellAsync(new Immutable<SlotRelease>(use));
        }
        catch (Exception stopped) when (stopped is OrleansException or InvalidOperationException)
        {
            // As above: what the silo knew of its pools is gone with it.
        }
    }

    public Task OnGrantedAsync(Immutable<SlotLease> lease)
    {
        Granted(lease.Value);
        return Task.CompletedTask;
    }

    public Task OnDroppedAsync(Immutable<SlotDrop> drop)
    {
        Dropped(drop.Value);
        return Task.CompletedTask;
    }

    public Task OnLostAsync(Immutable<SlotLease> lease)
    {
        Lost(lease.Value);
        return Task.CompletedTask;
    }

    /// <summary>A lease that is used here is held by no node any more: whoever waits for its answer goes on.</summary>
    public void Lost(SlotLease lease) => holds.Lose(lease.LeaseId);

    /// <summary>Whether an observer is this broker: a scheduler on the same silo tells it without a message.</summary>
    public bool Is(ISlotObserver observer) => observer.Equals(self);

    /// <summary>A task that waits here has its slot.</summary>
    public void Granted(SlotLease lease)
    {
        if (Take(lease.TaskId, lease.Ticket) is not PendingSlot waiting || !waiting.Grant(lease))
            Release(lease);
    }

    /// <summary>A task that waits here gets no slot.</summary>
    public void Dropped(SlotDrop drop)
    {
        if (drop.Why.Code == ErrorCode.QueueFullDropLru)
            metrics.MadeRoom.Inc();
        Take(drop.TaskId, drop.Ticket)?.Drop(drop.Why);
    }

    /// <summary>Takes a task out of its queue.</summary>
    public void GiveUp(PendingSlot waiting)
    {
        Forget(waiting);
        _ = SchedulerOf(waiting.Model).WithdrawAsync(new Immutable<TaskId>(waiting.TaskId), waiting.Ticket);
    }

    private async ValueTask<SlotTicket> AskAsync(
        SlotRequest request, SlotRelease? instead, int bodyBytes, bool isRestored = false)
    {
        // Known before the grain is: its grant may overtake its answer.
        var waiting = new PendingSlot(this, request, Interlocked.Increment(ref lastTicket), bodyBytes);
        if (!pending.TryAdd(request.TaskId, waiting))
            throw new InvalidOperationException($"task {request.TaskId} asks for two slots");
        bodies.Add(bodyBytes);
        try
        {
            long asked = time.GetTimestamp();
            var wish = new Immutable<SlotRequest>(request);
            IModelSchedulerGrain scheduler = SchedulerOf(request.ModelId);
            Immutable<SlotAnswer> answer = instead is not null
                ? await scheduler.MoveAsync(new Immutable<SlotRelease>(instead), wish, waiting.Ticket, self!)
                : isRestored
                    ? await scheduler.RestoreAsync(wish, waiting.Ticket, self!)
                    : await scheduler.AcquireAsync(wish, waiting.Ticket, self!);
            if (answer.Value is not SlotAnswer.Queued)
                Forget(waiting);
            return new SlotTicket(answer.Value, waiting, asked);
        }
        catch
        {
            // Nobody holds the ticket: a slot that comes all the same goes back, and the place in the queue with it.
            GiveUp(waiting);
            throw;
        }
    }

    /// <summary>
    /// Whoever waits with this very request; null when that was given up, though the task may ask again by now.
    /// </summary>
    private PendingSlot? Take(TaskId taskId, long ticket) =>
        pending.TryGetValue(taskId, out PendingSlot? waiting) && waiting.Ticket == ticket && Forget(waiting)
            ? waiting
            : null;

    private bool Forget(PendingSlot waiting)
    {
        if (!pending.TryRemove(new KeyValuePair<TaskId, PendingSlot>(waiting.TaskId, waiting)))
            return false;
        bodies.Remove(waiting.BodyBytes);
        return true;
    }

    private IModelSchedulerGrain SchedulerOf(ModelId model) =>
        schedulers.GetOrAdd(model, static (id, factory) => factory.GetGrain<IModelSchedulerGrain>(id.Value), grains);
}
