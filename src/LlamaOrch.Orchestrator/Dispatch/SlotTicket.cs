using LlamaOrch.Contracts.Tasks;
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

    /// <summary>How many start before it; 0 when it does not wait.</summary>
    public int Position => Outlook?.Position ?? 0;

    /// <summary>When it starts as was known when it asked; null while nothing was known.</summary>
    public StartPrediction? Start => answer is SlotAnswer.Granted ? StartPrediction.Now : Outlook?.Start;

    /// <summary>How the task stands in its queue; null when it does not wait.</summary>
    public QueueOutlook? Outlook => (answer as SlotAnswer.Queued)?.Outlook;

    /// <summary>Why it was granted at once, where the request wanted to know; null otherwise.</summary>
    public PlacementDecision? Decision => (answer as SlotAnswer.Granted)?.Decision;

    /// <summary>Where the slot arrives; null when it does not wait.</summary>
    public PendingSlot? Pending => answer is SlotAnswer.Queued ? pending : null;

    /// <summary>When it was asked for, a timestamp of the time provider.</summary>
    public long Asked => asked;

    /// <summary>How long it has been since the slot was asked for.</summary>
    public TimeSpan Waited(TimeProvider time) => time.GetElapsedTime(asked);

    /// <summary>What it comes to, granted or refused, as soon as it is settled.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled; the place in the queue is given
    /// up.</exception>
    public ValueTask<SlotAnswer> SettleAsync(CancellationToken cancellationToken) =>
        answer is SlotAnswer.Queued ? new(pending!.WaitAsync(cancellationToken)) : new(answer);
}
