using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Placement;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="ModelScheduler"/>: one per model, so its order is the cluster's order.
/// </summary>
[KeepAlive]
internal sealed partial class ModelSchedulerGrain(
    FleetView fleet,
    SlotBroker local,
    QueueLimits limits,
    PlacementPolicies policies,
    IOptions<OrchestratorOptions> options,
    SteadyTime time,
    QueueMetrics metrics,
    ILogger<ModelSchedulerGrain> logger) : Grain, IModelSchedulerGrain
{
    // What a scheduler has learned about its model (decisions, prefixes, latencies) takes megabytes. After this time
    // without a request little of it is true any more.
    private static readonly TimeSpan RestAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan RestCheckEvery = TimeSpan.FromMinutes(10);

    // Tasks that wait on other silos; all others wait on this one.
    private readonly Dictionary<TaskId, ISlotObserver> elsewhere = [];
    // Who has leases on other silos; likewise.
    private readonly Dictionary<LeaseId, ISlotObserver> holders = [];
    private readonly SlotNews news = new();
    private ModelScheduler scheduler = null!;
    private PlacementPolicy? policy;
    private ModelId model;
    private IGrainTimer expiry = null!;
    private DateTimeOffset? expiryAt;
    private long lastRequest;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        model = new ModelId(this.GetPrimaryKeyString());
        DateTimeOffset now = time.GetUtcNow();
        long fence = LeaseNumbers.FirstFence(time.ToWall(now));
        scheduler = new ModelScheduler(model, limits, fence, options.Value.DecisionsKept);
        scheduler.FleetChanged(fleet.Current, now, news);
        expiry = this.RegisterGrainTimer(
            ExpireAsync,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { KeepAlive = true });
        lastRequest = time.GetTimestamp();
        this.RegisterGrainTimer(
            RestAsync, new GrainTimerCreationOptions(RestCheckEvery, RestCheckEvery) { KeepAlive = true });
        return Task.CompletedTask;
    }

    public ValueTask<Immutable<SlotAnswer>> AcquireAsync(
        Immutable<SlotRequest> request, long ticket, ISlotObserver observer)
    {
        CatchUp();
        lastRequest = time.GetTimestamp();
        SlotAnswer answer = scheduler.Acquire(request.Value, time.GetUtcNow(), news, ticket);
        Observe(answer, request.Value.TaskId, observer);
        if (!news.IsEmpty)
            return AnswerAfterDeliveryAsync(answer);
        if (answer is SlotAnswer.Refused)
            LeaveIfGone();
        return new(new Immutable<SlotAnswer>(answer));
    }

    public ValueTask<Immutable<SlotAnswer>> RestoreAsync(
        Immutable<SlotRequest> request, long ticket, ISlotObserver observer)
    {
        CatchUp();
        SlotAnswer answer = scheduler.Restore(request.Value, time.GetUtcNow(), news, ticket);
        Observe(answer, request.Value.TaskId, observer);
        return news.IsEmpty
            ? new(new Immutable<SlotAnswer>(answer))
            : AnswerAfterDeliveryAsync(answer);
    }

    public async ValueTask<Immutable<SlotAnswer>> MoveAsync(
        Immutable<SlotRelease> release, Immutable<SlotRequest> request, long ticket, ISlotObserver observer)
    {
        CatchUp();
        (SlotLease lease, _, SlotUse use, TimeSpan? restMin) = release.Value;
        holders.Remove(lease.LeaseId);
        SlotAnswer answer = scheduler.Move(lease, request.Value, time.GetUtcNow(), news, ticket, use, restMin);
        Observe(answer, request.Value.TaskId, observer);
        await SettleAsync();
        return new Immutable<SlotAnswer>(answer);
    }

    public Task ReleaseAsync(Immutable<SlotRelease> release)
    {
        FollowPolicy();
        (SlotLease lease, TimeSpan? firstToken, SlotUse use, TimeSpan? restMin) = release.Value;
        holders.Remove(lease.LeaseId);
        if (firstToken is TimeSpan after)
            scheduler.FirstTokenCame(lease.PoolId, after);
        scheduler.Release(lease.LeaseId, time.GetUtcNow(), news, use, restMin);
        return SettleAsync();
    }

    public Task TellAsync(Immutable<SlotRelease> use)
    {
        scheduler.Tell(use.Value.Lease, use.Value.Use, use.Value.RestMin, time.GetUtcNow(), news);
        return SettleAsync();
    }

    public Task WithdrawAsync(Immutable<TaskId> taskId, long ticket)
    {
        if (scheduler.Withdraw(taskId.Value, time.GetUtcNow(), news, ticket))
        {
            metrics.ShowQueue(model, scheduler);
            elsewhere.Remove(taskId.Value);
        }

        return SettleAsync();
    }

    public ValueTask<Immutable<QueueOutlook?[]>> LookAsync(Immutable<TaskId[]> tasks)
    {
        DateTimeOffset now = time.GetUtcNow();
        LeaveIfGone();
        return new(new Immutable<QueueOutlook?[]>([.. tasks.Value.Select(task => scheduler.Look(task, now))]));
    }

    public async ValueTask<Immutable<PoolLeases[]>> ReconcileAsync(Immutable<PoolLeases[]> reports)
    {
        DateTimeOffset now = time.GetUtcNow();
        PoolLeases[] orphans =
            [.. reports.Value.Select(report => new PoolLeases(report.PoolId, scheduler.Reconcile(report, now, news)))];
        await SettleAsync();
        return new Immutable<PoolLeases[]>(orphans);
    }

    public Task FleetChangedAsync(Immutable<FleetSnapshot> snapshot)
    {
        FollowPolicy();
        scheduler.FleetChanged(snapshot.Value, time.GetUtcNow(), news);
        return SettleAsync();
    }

    public async ValueTask<Immutable<PlacementDecision?>> ExplainAsync(Immutable<TaskId> taskId)
    {
        var decision = new Immutable<PlacementDecision?>(scheduler.Explain(taskId.Value, time.GetUtcNow()));
        await SettleAsync();
        return decision;
    }

    private void FollowPolicy()
    {
        if (ReferenceEquals(policy, policies.Current))
            return;
        policy = policies.Current;
        scheduler.Use(policy, time.GetUtcNow(), news);
    }

    /// <summary>
    /// Goes by the fleet that this silo's API shows: the message with the change may still be on its way here, and a
    /// client that has seen a pool ready must not be told that it is not.
    /// </summary>
    private void CatchUp()
    {
        FollowPolicy();
        FleetSnapshot shown = fleet.Current;
        if (shown.Version > scheduler.FleetVersion)
            scheduler.FleetChanged(shown, time.GetUtcNow(), news);
    }

    private Task ExpireAsync(CancellationToken cancellationToken)
    {
        expiryAt = null;
        scheduler.Expire(time.GetUtcNow(), news);
        Arm();
        return SettleAsync();
    }

    /// <summary>One timer for all that wait, at the time of the first that is due; may find that nobody is.</summary>
    private void Arm()
    {
        if (scheduler.NextExpiry is not DateTimeOffset next || expiryAt <= next)
            return;
        expiryAt = next;
        TimeSpan due = next - time.GetUtcNow();
        // A timer that fires a moment before the time would find nobody and be set again for no time at all.
        expiry.Change(
            TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(due.TotalMilliseconds))), Timeout.InfiniteTimeSpan);
    }

    private async ValueTask<Immutable<SlotAnswer>> AnswerAfterDeliveryAsync(SlotAnswer answer)
    {
        await DeliverAsync();
        return new Immutable<SlotAnswer>(answer);
    }

    private void Observe(SlotAnswer answer, TaskId taskId, ISlotObserver observer)
    {
        if (answer is SlotAnswer.Granted granted && !local.Is(observer))
            holders[granted.Lease.LeaseId] = observer;
        if (answer is not SlotAnswer.Queued)
            return;
        if (local.Is(observer))
            elsewhere.Remove(taskId);
        else
            elsewhere[taskId] = observer;
        metrics.ShowQueue(model, scheduler);
        Arm();
    }

    private Task SettleAsync()
    {
        Arm();
        if (!news.IsEmpty)
            return DeliverAsync();
        LeaveIfGone();
        return Task.CompletedTask;
    }

    /// <summary>Models come and go with nodes; neither a grain nor a series outlives them.</summary>
    private void LeaveIfGone()
    {
        if (!scheduler.IsIdleAndGone)
            return;
        metrics.Remove(model);
        DeactivateOnIdle();
    }

    /// <summary>
    /// A model that is served and not asked for gives back what its scheduler has learned; the next request, or next
    /// change of the fleet, begins anew.
    /// </summary>
    private Task RestAsync(CancellationToken cancellationToken)
    {
        bool isIdle = scheduler is { Waiting: 0, Leased: 0 };
        if (isIdle && time.GetElapsedTime(lastRequest) >= RestAfter)
            DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private void Tell(PoolRestNews rest)
    {
        if (rest.Failures > 0)
            LogRests(logger, model, rest.PoolId, rest.Failures, Milliseconds(rest.Until!.Value - time.GetUtcNow()));
        else
            LogAwake(logger, model, rest.PoolId);
        // For those who look: the fleet shows it, and decides nothing by it.
        _ = GrainFactory.GetGrain<IFleetGrain>(0).ApplyAsync(new Immutable<FleetEvent>(
            new FleetEvent.PoolRests(rest.PoolId, rest.Failures, rest.Until))).AsTask();
    }

    private static long Milliseconds(TimeSpan span) => (long)span.TotalMilliseconds;

    [LoggerMessage(2150, LogLevel.Warning,
        "Pool {PoolId} failed {Failures} times in a row and rests for {RestMs} ms",
        EventName = "pool_rests")]
    private static partial void LogRests(
        ILogger logger, ModelId modelId, PoolId poolId, int failures, long restMs);

    [LoggerMessage(2151, LogLevel.Information, "Pool {PoolId} answers well again", EventName = "pool_awake")]
    private static partial void LogAwake(ILogger logger, ModelId modelId, PoolId poolId);

    private async Task DeliverAsync()
    {
        metrics.ShowQueue(model, scheduler);
        SlotGrant[] granted = [.. news.Grants];
        SlotDrop[] dropped = [.. news.Drops];
        SlotLease[] lost = [.. news.Lost];
        PoolRestNews[] rests = [.. news.Rests];
        news.Clear();
        foreach (SlotGrant grant in granted)
        {
            if (elsewhere.Remove(grant.Request.TaskId, out ISlotObserver? observer))
            {
                holders[grant.Lease.LeaseId] = observer;
                await observer.OnGrantedAsync(new Immutable<SlotLease>(grant.Lease));
            }
            else
            {
                local.Granted(grant.Lease);
            }
        }

        foreach (SlotDrop drop in dropped)
        {
            if (elsewhere.Remove(drop.TaskId, out ISlotObserver? observer))
                await observer.OnDroppedAsync(new Immutable<SlotDrop>(drop));
            else
                local.Dropped(drop);
        }

        foreach (SlotLease lease in lost)
        {
            if (holders.Remove(lease.LeaseId, out ISlotObserver? holder))
                await holder.OnLostAsync(new Immutable<SlotLease>(lease));
            else
                local.Lost(lease);
        }

        foreach (PoolRestNews rest in rests)
            Tell(rest);

        // Whoever was dropped may have been the last.
        if (news.IsEmpty)
            LeaveIfGone();
    }
}
