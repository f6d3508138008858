using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Orchestrator.Artifacts;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Sessions;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The shell around <see cref="TaskDecisions"/>: every step of a task's life is taken here, one at a time for each
/// task, so it has one end. Tokens go from the runner to the event log without passing through it.
/// </summary>
internal sealed partial class TaskLife(
    TaskDirectory directory,
    TaskFinder finder,
    ITaskJournal journal,
    TaskAdmission admission,
    SessionTurns turns,
    TaskRunner runner,
    DeliveryMarker marker,
    ISlotBroker broker,
    PoolTargets targets,
    ITaskRecorder recorder,
    TaskResults results,
    TaskMetrics metrics,
    RequestLog log,
    TimeProvider time,
    StopGrace grace,
    ILogger<TaskLife> logger)
{
    private readonly ConcurrentDictionary<TaskId, Task> submitting = new();

    /// <summary>Takes the task, or finds that it was taken before.</summary>
    public async ValueTask<SubmitAnswer> SubmitAsync(TaskSubmission asked)
    {
        try
        {
            return asked.HasNewId ? await TakeAsync(asked) : await TakeOnceAsync(asked);
        }
        catch (StorageException failure)
        {
            return new SubmitAnswer(null, TaskAdmission.NotWritten(failure));
        }
    }

    /// <summary>The control plane has started anew: the task goes on, or it has failed.</summary>
    public async ValueTask RecoverAsync(TaskRecord record)
    {
        using (await record.EnterAsync())
        {
            // Asked again when its answer did not come in time.
            if (record.IsTakenUp)
                return;
            await ApplyAsync(record, new TaskEvent.Recovered(record.WasDelivered));
            record.IsTakenUp = true;
        }
    }

    /// <summary>Its wait is settled: the work begins.</summary>
    public void Begin(TaskRecord record, SlotTicket ticket) => runner.Begin(record, ticket, this);

    /// <summary>The task has a slot.</summary>
    public async ValueTask DispatchedAsync(TaskRecord record, SlotLease lease)
    {
        using (await record.EnterAsync())
        {
            record.Use(targets.Of(lease), time.GetTimestamp());
            record.Turn = await turns.PlaceAsync(record.Submission, lease.PoolId);
            await ApplyAsync(record, new TaskEvent.Leased(lease));
        }
    }

    /// <summary>The first byte of the answer is there.</summary>
    public async ValueTask StreamingAsync(TaskRecord record)
    {
        using (await record.EnterAsync())
            await ApplyAsync(record, TaskEvent.AnswerBegan.Instance);
    }

    /// <summary>The work is over; <paramref name="failure"/> is null when it went well.</summary>
    public async ValueTask EndAsync(TaskRecord record, TaskWork work, DispatchFailure? failure)
    {
        using (await record.EnterAsync())
            await ApplyAsync(record, new TaskEvent.WorkEnded(work, failure?.ToBody()));
    }

    /// <summary>Somebody wants it to stop; the answer is how it stands then, or why that is not certain yet.</summary>
    public async ValueTask<SubmitAnswer> CancelAsync(TaskRecord record)
    {
        using (await record.EnterAsync())
            await ApplyAsync(record, new TaskEvent.CancelAsked(record.TokensOut));
        return record.State.Phase.IsTerminal()
            ? new SubmitAnswer(record, null)
            : new SubmitAnswer(null, new DispatchFailure(
                ErrorCode.StorageUnavailable, "The task stops, but its end can't be written yet: ask again."));
    }

    /// <summary>Of several submissions with one id at once the first is taken, and the others find it.</summary>
    private async ValueTask<SubmitAnswer> TakeOnceAsync(TaskSubmission asked)
    {
        TaskId id = asked.Slot.TaskId;
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (submitting.GetOrAdd(id, mine.Task) is Task other && other != mine.Task)
            await other;
        try
        {
            return await finder.FindAsync(id, CancellationToken.None) is TaskRecord known
                ? SameOrConflict(known, asked)
                : await TakeAsync(asked);
        }
        finally
        {
            submitting.TryRemove(id, out _);
            mine.SetResult();
        }
    }

    private async ValueTask<SubmitAnswer> TakeAsync(TaskSubmission asked)
    {
        (TaskRecord? record, SlotTicket? ticket, DispatchFailure? refused) = await admission.TakeAsync(asked);
        if (record is null)
            return new SubmitAnswer(null, refused);
        directory.Add(record);
        runner.Start(record, ticket!, this);
        return new SubmitAnswer(record, null);
    }

    private static SubmitAnswer SameOrConflict(TaskRecord known, TaskSubmission asked) =>
        known.Submission.BodyHash == asked.BodyHash
            ? new SubmitAnswer(known, null)
            : new SubmitAnswer(null, new DispatchFailure(
                ErrorCode.Conflict, $"Task {asked.Slot.TaskId} exists already, with another body."));

    private async ValueTask ApplyAsync(TaskRecord record, TaskEvent happened)
    {
        TaskDecision decision = TaskDecisions.Decide(record.State, happened, time.GetUtcNow());
        record.Take(decision.State);
        foreach (TaskEffect effect in decision.Effects)
            await PerformAsync(record, effect);
    }

    private async ValueTask PerformAsync(TaskRecord record, TaskEffect effect)
    {
        switch (effect)
        {
            case TaskEffect.Requeue:
                SlotTicket ticket = await broker.RestoreAsync(
                    record.Submission.Slot, record.Submission.Outgoing.Body.Length);
                metrics.Unplaced(record.Submission.Slot.Priority).Enqueued.Inc();
                runner.Start(record, ticket, this);
                break;
            case TaskEffect.MarkDelivered:
                marker.Start(record);
                break;
            case TaskEffect.Seal:
                record.Seal();
                break;
            case TaskEffect.StopWork:
                await record.StopAsync();
                break;
            case TaskEffect.WriteOutcome:
                await WriteOutcomeAsync(record);
                break;
            case TaskEffect.WriteOutcomeLater later:
                _ = WriteOutcomeLaterAsync(record, later.Pause);
                break;
            case TaskEffect.Publish:
                Publish(record);
                break;
        }
    }

    private async ValueTask WriteOutcomeAsync(TaskRecord record)
    {
        TaskEvent happened = TaskEvent.OutcomeWritten.Instance;
        try
        {
            await journal.EndAsync(record.Id, results.With(record.State.Outcome!, record));
        }
        catch (Exception failure)
        {
            // Whatever it is: a task whose end is not written is tried again, or it would never end.
            LogEndNotWritten(logger, record.Submission.Outgoing.Origin, record.Id, failure.Message);
            happened = TaskEvent.OutcomeNotWritten.Instance;
        }

        await ApplyAsync(record, happened);
    }

    private async Task WriteOutcomeLaterAsync(TaskRecord record, TimeSpan pause)
    {
        try
        {
            await Task.Delay(pause, time, grace.Over);
        }
        catch (OperationCanceledException)
        {
            // The next life finds the task without an end, and gives it one.
            return;
        }

        using (await record.EnterAsync())
            await WriteOutcomeAsync(record);
    }

    private void Publish(TaskRecord record)
    {
        TaskOutcome end = record.State.Outcome!;
        TaskSeries series = record.Target?.Series(record.Submission.Slot.Priority)
            ?? metrics.Unplaced(record.Submission.Slot.Priority);
        series.Ended(end);
        log.Ended(record.Asked, record.EndOf(end, time));
        record.Events.Publish();
        recorder.Record(new FinishedTask(record.View, record.Submission.Outgoing, end));
        record.ForgetBody();
        directory.Ended(record);
        record.Quota.End(end.Work.TokensOut);
        TimeSpan onSlot = record.LeasedAt is long leased ? time.GetElapsedTime(leased) : TimeSpan.Zero;
        _ = turns.SettleAsync(record.Submission, end, onSlot);
    }

    [LoggerMessage(2213, LogLevel.Warning,
        "The end of a task is not on disk yet: {Reason}", EventName = "task_end_not_written")]
    private static partial void LogEndNotWritten(
        ILogger logger, RequestOrigin origin, TaskId taskId, string reason);
}
