using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Grains;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Gets slots from the model's scheduler grain: one local grain call each way.</summary>
internal sealed class SlotBroker : ISlotBroker, ISlotObserver
{
    private readonly IGrainFactory grains;
    private readonly ConcurrentDictionary<TaskId, PendingSlot> pending = new();
    private readonly ConcurrentDictionary<ModelId, IModelSchedulerGrain> schedulers = new();
    private readonly Lazy<Task<ISlotObserver>> self;

    public SlotBroker(IGrainFactory grains, TimeProvider time, TimeSpan waitMax)
    {
        this.grains = grains;
        Time = time;
        WaitMax = waitMax;
        // On the thread pool: from the context of a grain, which may be the first that asks, Orleans refuses.
        self = new Lazy<Task<ISlotObserver>>(
            () => Task.Run(() => grains.CreateObjectReference<ISlotObserver>(this)));
    }

    public TimeProvider Time { get; }

    public TimeSpan WaitMax { get; }

    public async ValueTask<SlotTicket> RequestAsync(SlotRequest request)
    {
        // Known before the grain is: its grant may overtake its answer.
        var waiting = new PendingSlot(this, request.ModelId, request.TaskId);
        if (!pending.TryAdd(request.TaskId, waiting))
            throw new InvalidOperationException($"task {request.TaskId} asks for two slots");
        try
        {
            long asked = Time.GetTimestamp();
            Immutable<SlotAnswer> answer = await SchedulerOf(request.ModelId)
                .AcquireAsync(new Immutable<SlotRequest>(request), await self.Value);
            if (answer.Value is not SlotAnswer.Queued)
                pending.TryRemove(request.TaskId, out _);
            return new SlotTicket(answer.Value, waiting, asked);
        }
        catch
        {
            // Nobody holds the ticket: a slot that comes all the same goes back, and the place in the queue with it.
            GiveUp(waiting);
            throw;
        }
    }

    public void Release(SlotLease lease) =>
        _ = SchedulerOf(lease.ModelId).ReleaseAsync(new Immutable<LeaseId>(lease.LeaseId));

    public Task OnGrantedAsync(Immutable<SlotLease> lease)
    {
        if (!pending.TryRemove(lease.Value.TaskId, out PendingSlot? waiting) || !waiting.Grant(lease.Value))
            Release(lease.Value);
        return Task.CompletedTask;
    }

    /// <summary>Takes a task out of its queue.</summary>
    public void GiveUp(PendingSlot waiting)
    {
        pending.TryRemove(waiting.TaskId, out _);
        _ = SchedulerOf(waiting.Model).WithdrawAsync(new Immutable<TaskId>(waiting.TaskId));
    }

    private IModelSchedulerGrain SchedulerOf(ModelId model) =>
        schedulers.GetOrAdd(model, static (id, factory) => factory.GetGrain<IModelSchedulerGrain>(id.Value), grains);
}
