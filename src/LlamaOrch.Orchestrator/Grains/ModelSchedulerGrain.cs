using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The shell around <see cref="ModelScheduler"/>: one per model, so its order is the cluster's order.</summary>
[KeepAlive]
internal sealed class ModelSchedulerGrain(
    FleetView fleet, QueueLimits limits, TimeProvider time, QueueMetrics metrics) : Grain, IModelSchedulerGrain
{
    private readonly Dictionary<TaskId, ISlotObserver> waiting = [];
    private readonly List<SlotGrant> grants = [];
    private ModelScheduler scheduler = null!;
    private ModelId model;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        model = new ModelId(this.GetPrimaryKeyString());
        // Fences of a later life must be above all of an earlier one: microseconds outrun any rate of grants.
        scheduler = new ModelScheduler(model, limits, firstFence: time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
        scheduler.FleetChanged(fleet.Current, grants);
        return Task.CompletedTask;
    }

    public ValueTask<Immutable<SlotAnswer>> AcquireAsync(Immutable<SlotRequest> request, ISlotObserver observer)
    {
        SlotAnswer answer = scheduler.Acquire(request.Value);
        if (answer is SlotAnswer.Queued)
        {
            waiting[request.Value.TaskId] = observer;
            metrics.ShowQueue(model, scheduler);
        }

        return new(new Immutable<SlotAnswer>(answer));
    }

    public async Task ReleaseAsync(LeaseId leaseId)
    {
        scheduler.Release(leaseId, time.GetUtcNow(), grants);
        await DeliverAsync();
    }

    public Task WithdrawAsync(TaskId taskId)
    {
        scheduler.Withdraw(taskId);
        waiting.Remove(taskId);
        metrics.ShowQueue(model, scheduler);
        return Task.CompletedTask;
    }

    public async Task FleetChangedAsync(Immutable<FleetSnapshot> snapshot)
    {
        scheduler.FleetChanged(snapshot.Value, grants);
        await DeliverAsync();
    }

    private async Task DeliverAsync()
    {
        if (grants.Count == 0)
            return;
        metrics.ShowQueue(model, scheduler);
        SlotGrant[] delivered = [.. grants];
        grants.Clear();
        foreach (SlotGrant grant in delivered)
        {
            waiting.Remove(grant.Request.TaskId, out ISlotObserver? observer);
            await observer!.OnGrantedAsync(new Immutable<Core.Leases.SlotLease>(grant.Lease));
        }
    }
}
