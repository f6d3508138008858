using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Placement;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="ModelScheduler"/>: one per model, so its order is the cluster's order.
/// </summary>
[KeepAlive]
internal sealed class ModelSchedulerGrain(
    FleetView fleet,
    QueueLimits limits,
    PlacementPolicies policies,
    IOptions<OrchestratorOptions> options,
    TimeProvider time,
    QueueMetrics metrics) : Grain, IModelSchedulerGrain
{
    private readonly Dictionary<TaskId, ISlotObserver> waiting = [];
    private readonly List<SlotGrant> grants = [];
    private ModelScheduler scheduler = null!;
    private PlacementPolicy? policy;
    private ModelId model;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        model = new ModelId(this.GetPrimaryKeyString());
        scheduler = new ModelScheduler(
            model, limits, LeaseNumbers.FirstFence(time.GetUtcNow()), options.Value.DecisionsKept);
        scheduler.FleetChanged(fleet.Current, grants);
        return Task.CompletedTask;
    }

    public ValueTask<Immutable<SlotAnswer>> AcquireAsync(Immutable<SlotRequest> request, ISlotObserver observer)
    {
        CatchUp();
        SlotAnswer answer = scheduler.Acquire(request.Value, time.GetUtcNow());
        Observe(answer, request.Value.TaskId, observer);
        return grants.Count == 0
            ? new(new Immutable<SlotAnswer>(answer))
            : AnswerAfterDeliveryAsync(answer);
    }

    public ValueTask<Immutable<SlotAnswer>> RestoreAsync(Immutable<SlotRequest> request, ISlotObserver observer)
    {
        CatchUp();
        SlotAnswer answer = scheduler.Restore(request.Value, time.GetUtcNow());
        Observe(answer, request.Value.TaskId, observer);
        return grants.Count == 0
            ? new(new Immutable<SlotAnswer>(answer))
            : AnswerAfterDeliveryAsync(answer);
    }

    public async ValueTask<Immutable<SlotAnswer>> MoveAsync(
        Immutable<SlotLease> lease, Immutable<SlotRequest> request, ISlotObserver observer)
    {
        CatchUp();
        SlotAnswer answer = scheduler.Move(lease.Value, request.Value, time.GetUtcNow(), grants);
        Observe(answer, request.Value.TaskId, observer);
        await SettleAsync();
        return new Immutable<SlotAnswer>(answer);
    }

    public Task ReleaseAsync(Immutable<SlotRelease> release)
    {
        FollowPolicy();
        if (release.Value.FirstToken is TimeSpan firstToken)
            scheduler.FirstTokenCame(release.Value.PoolId, firstToken);
        scheduler.Release(release.Value.LeaseId, time.GetUtcNow(), grants);
        return SettleAsync();
    }

    public Task WithdrawAsync(Immutable<TaskId> taskId)
    {
        if (scheduler.Withdraw(taskId.Value, grants))
            metrics.ShowQueue(model, scheduler);
        waiting.Remove(taskId.Value);
        return SettleAsync();
    }

    public Task FleetChangedAsync(Immutable<FleetSnapshot> snapshot)
    {
        FollowPolicy();
        scheduler.FleetChanged(snapshot.Value, grants);
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
        scheduler.Use(policy, grants);
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
            scheduler.FleetChanged(shown, grants);
    }

    private async ValueTask<Immutable<SlotAnswer>> AnswerAfterDeliveryAsync(SlotAnswer answer)
    {
        await DeliverAsync();
        return new Immutable<SlotAnswer>(answer);
    }

    private void Observe(SlotAnswer answer, TaskId taskId, ISlotObserver observer)
    {
        if (answer is not SlotAnswer.Queued)
            return;
        waiting[taskId] = observer;
        metrics.ShowQueue(model, scheduler);
    }

    private Task SettleAsync()
    {
        if (grants.Count > 0)
            return DeliverAsync();
        if (scheduler.IsIdleAndGone)
        {
            // Models come and go with nodes; neither a grain nor a series outlives them.
            metrics.Remove(model);
            DeactivateOnIdle();
        }

        return Task.CompletedTask;
    }

    private async Task DeliverAsync()
    {
        metrics.ShowQueue(model, scheduler);
        SlotGrant[] delivered = [.. grants];
        grants.Clear();
        foreach (SlotGrant grant in delivered)
        {
            waiting.Remove(grant.Request.TaskId, out ISlotObserver? observer);
            await observer!.OnGrantedAsync(new Immutable<SlotLease>(grant.Lease));
        }
    }
}
