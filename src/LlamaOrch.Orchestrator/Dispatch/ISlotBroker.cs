using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Where the hot path gets its slots. Behind it stands the model's scheduler grain; a broker that holds slot credits
/// of its own can take its place without a change to callers.
/// </summary>
internal interface ISlotBroker
{
    /// <summary>Asks for a slot; the ticket tells at once whether it was granted, waits or was refused.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="bodyBytes">
    /// Size of the body that is kept while it waits: a request that would wait is refused when the bodies of all that
    /// wait are larger than <c>queue_bytes_max</c>.
    /// </param>
    ValueTask<SlotTicket> RequestAsync(SlotRequest request, int bodyBytes);

    /// <summary>
    /// Puts a task of an earlier life back into its queue, behind those restored before; never refused.
    /// </summary>
    /// <param name="request">What it asks for.</param>
    /// <param name="bodyBytes">Size of the body that is kept while it waits.</param>
    ValueTask<SlotTicket> RestoreAsync(SlotRequest request, int bodyBytes);

    /// <summary>
    /// Gives a slot back and asks for another, with the same place in the queue; refused only when all pools that
    /// would do have failed the task.
    /// </summary>
    /// <param name="release">The slot, and what its use says of its pool.</param>
    /// <param name="request">What is wanted instead.</param>
    ValueTask<SlotTicket> MoveAsync(SlotRelease release, SlotRequest request);

    /// <summary>How a task that waits stands; null when it does not wait, or not any more.</summary>
    ValueTask<QueueOutlook?> LookAsync(ModelId model, TaskId taskId);

    /// <summary>Why a task runs where it runs, waits or was refused; null when that is not kept (any more).</summary>
    ValueTask<PlacementDecision?> ExplainAsync(ModelId model, TaskId taskId);

    /// <summary>Gives a slot back. Never fails, never waits.</summary>
    /// <param name="lease">The slot.</param>
    /// <param name="firstToken">From dispatch to the first token of a streamed answer; null for none.</param>
    /// <param name="use">What its use says of its pool.</param>
    void Release(SlotLease lease, TimeSpan? firstToken = null, SlotUse use = SlotUse.Untold);

    /// <summary>
    /// Says what a slot's use tells of its pool, without giving the slot back or after that. Never fails, never waits.
    /// </summary>
    void Tell(SlotRelease use);
}
