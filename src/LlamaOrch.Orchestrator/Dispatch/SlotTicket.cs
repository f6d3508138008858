using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>A task's claim on a slot.</summary>
/// <param name="answer">What the scheduler said.</param>
/// <param name="pending">Where the slot arrives, for a task that waits.</param>
/// <param name="asked">When it was asked for, a timestamp of the time provider.</param>
internal sealed class SlotTicket(SlotAnswer answer, PendingSlot? pending, long asked)
{
    /// <summary>What became of the request at once.</summary>
    public SlotAnswer Answer => answer;

    /// <summary>Why there will be no slot; null otherwise.</summary>
    public SlotAnswer.Refused? Refusal => answer as SlotAnswer.Refused;

    /// <summary>How many wait in front; 0 when granted.</summary>
    public int Position => answer is SlotAnswer.Queued queued ? queued.Position : 0;

    /// <summary>How long it has been since the slot was asked for.</summary>
    public TimeSpan Waited(TimeProvider time) => time.GetElapsedTime(asked);

    /// <summary>The slot, as soon as there is one.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled; the place in the queue is given
    /// up.</exception>
    /// <exception cref="TimeoutException">The wait took longer than the limit; likewise.</exception>
    public ValueTask<SlotLease> LeaseAsync(CancellationToken cancellationToken) => answer switch
    {
        SlotAnswer.Granted granted => new(granted.Lease),
        SlotAnswer.Queued => new(pending!.WaitAsync(cancellationToken)),
        _ => throw new InvalidOperationException("a refused ticket has no lease"),
    };
}
