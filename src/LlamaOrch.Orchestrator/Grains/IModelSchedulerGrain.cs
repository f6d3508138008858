using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The queue and the leases of one model; the key is the model id.</summary>
internal interface IModelSchedulerGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks for a slot; a task that waits is granted one through <paramref name="observer"/> later. Of two wishes of a
    /// task, the one with the greater <paramref name="ticket"/> counts.
    /// </summary>
    ValueTask<Immutable<SlotAnswer>> AcquireAsync(
        Immutable<SlotRequest> request, long ticket, ISlotObserver observer);

    /// <summary>
    /// A task of an earlier life takes its place again, behind those restored before; it is never refused.
    /// </summary>
    ValueTask<Immutable<SlotAnswer>> RestoreAsync(
        Immutable<SlotRequest> request, long ticket, ISlotObserver observer);

    /// <summary>Gives a slot back and asks for another with the same place.</summary>
    ValueTask<Immutable<SlotAnswer>> MoveAsync(
        Immutable<SlotRelease> release, Immutable<SlotRequest> request, long ticket, ISlotObserver observer);

    /// <summary>Gives a slot back.</summary>
    [OneWay]
    Task ReleaseAsync(Immutable<SlotRelease> release);

    /// <summary>What a slot's use says of its pool, without giving the slot back or after that.</summary>
    [OneWay]
    Task TellAsync(Immutable<SlotRelease> use);

    /// <summary>Leaves the queue, unless a later wish of the task has taken its place by now.</summary>
    [OneWay]
    Task WithdrawAsync(Immutable<TaskId> taskId, long ticket);

    /// <summary>How tasks that wait stand, in the order of the question; null for one that does not wait.</summary>
    ValueTask<Immutable<QueueOutlook?[]>> LookAsync(Immutable<TaskId[]> tasks);

    /// <summary>
    /// A node says which leases hold slots of its pools; the answer is those that it is to give up, since nobody holds
    /// them here.
    /// </summary>
    ValueTask<Immutable<PoolLeases[]>> ReconcileAsync(Immutable<PoolLeases[]> reports);

    /// <summary>The fleet has changed.</summary>
    [OneWay]
    Task FleetChangedAsync(Immutable<FleetSnapshot> snapshot);

    /// <summary>Why a task got its slot, waits, or was refused; null when that is not known (any more).</summary>
    ValueTask<Immutable<PlacementDecision?>> ExplainAsync(Immutable<TaskId> taskId);
}
