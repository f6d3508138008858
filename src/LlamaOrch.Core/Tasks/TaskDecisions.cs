using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Tasks;

/// <summary>
/// The life of a task, decided step by step: one end only, on disk before anybody sees it, and nothing after it.
/// </summary>
public static class TaskDecisions
{
    /// <summary>The longest pause between two tries to write an end.</summary>
    public static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TaskEffect[] Nothing = [];
    private static readonly TaskEffect[] Again = [new TaskEffect.Requeue()];
    private static readonly TaskEffect[] Deliver = [new TaskEffect.MarkDelivered()];
    private static readonly TaskEffect[] Close = [new TaskEffect.Seal(), new TaskEffect.WriteOutcome()];
    private static readonly TaskEffect[] Abort =
        [new TaskEffect.Seal(), new TaskEffect.StopWork(), new TaskEffect.WriteOutcome()];

    private static readonly TaskEffect[] Show = [new TaskEffect.Publish()];

    /// <summary>Takes one event.</summary>
    /// <param name="state">The task until now.</param>
    /// <param name="happened">The event.</param>
    /// <param name="now">The time.</param>
    public static TaskDecision Decide(TaskState state, TaskEvent happened, DateTimeOffset now) => happened switch
    {
        TaskEvent.OutcomeWritten when state is { Outcome: TaskOutcome end } && !state.Phase.IsTerminal() =>
            new(state with { Phase = end.Phase }, Show),
        TaskEvent.OutcomeNotWritten when state.Outcome is not null && !state.Phase.IsTerminal() => TryLater(state),
        // From here on, what comes after the end is certain changes nothing.
        _ when state.Outcome is not null => new(state, Nothing),
        TaskEvent.Recovered { Delivered: false } => new(state, Again),
        TaskEvent.Recovered => End(state, TaskPhase.Failed, TaskWork.None, Lost, now),
        TaskEvent.Leased leased => Dispatch(state, leased.Lease),
        TaskEvent.AnswerBegan when TaskLifecycle.Allows(state.Phase, TaskPhase.Streaming) =>
            new(state with { Phase = TaskPhase.Streaming }, Deliver),
        TaskEvent.WorkEnded { Error: null } done => End(state, TaskPhase.Completed, done.Work, null, now),
        TaskEvent.WorkEnded broken => End(state, TaskPhase.Failed, broken.Work, broken.Error, now),
        TaskEvent.CancelAsked asked =>
            End(state, TaskPhase.Canceled, TaskWork.None with { TokensOut = asked.TokensOut }, null, now),
        _ => new(state, Nothing),
    };

    private static ErrorBody Lost => ErrorBody.From(
        ErrorCode.WorkerReset, "The control plane was restarted while the answer came: send the task again.");

    private static TaskDecision Dispatch(TaskState state, SlotLease lease)
    {
        // Again after a failed attempt: back in the queue and out of it is one step seen from here.
        TaskPhase from = state.Phase == TaskPhase.Dispatched ? TaskPhase.Queued : state.Phase;
        return TaskLifecycle.Allows(from, TaskPhase.Dispatched)
            ? new(
                state with { Phase = TaskPhase.Dispatched, PoolId = lease.PoolId, NodeId = lease.NodeId }, Nothing)
            : new(state, Nothing);
    }

    private static TaskDecision End(
        TaskState state, TaskPhase phase, TaskWork work, ErrorBody? error, DateTimeOffset now)
    {
        if (!TaskLifecycle.Allows(state.Phase, phase))
            return new(state, Nothing);
        var outcome = new TaskOutcome
        {
            Phase = phase,
            EndedAt = now,
            Error = error,
            Work = work,
            PoolId = state.PoolId,
            NodeId = state.NodeId,
        };
        return new(state with { Outcome = outcome }, phase == TaskPhase.Canceled ? Abort : Close);
    }

    /// <summary>An end that is not on disk is no end yet, however long that takes.</summary>
    private static TaskDecision TryLater(TaskState state)
    {
        TimeSpan pause = FirstPause * Math.Pow(2, Math.Min(state.OutcomeFailures, 10));
        return new(
            state with { OutcomeFailures = state.OutcomeFailures + 1 },
            [new TaskEffect.WriteOutcomeLater(pause < PauseMax ? pause : PauseMax)]);
    }
}
