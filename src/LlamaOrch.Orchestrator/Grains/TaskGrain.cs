using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Artifacts;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Sessions;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="TaskDecisions"/>. It lives on the silo that admitted the task; tokens go from the
/// runner to the event log without passing through it. What is kept of a task is in the directory and the journal
/// alone: an activation ends with its task, or memory would grow with every id ever used.
/// </summary>
[PreferLocalPlacement]
internal sealed partial class TaskGrain(
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
    TaskMetrics metrics,
    TimeProvider time,
    ILogger<TaskGrain> logger)
    : Grain, ITaskGrain
{
    private TaskId Id => new(this.GetPrimaryKeyString());

    public async ValueTask<Immutable<SubmitAnswer>> SubmitAsync(Immutable<TaskSubmission> submission)
    {
        TaskSubmission asked = submission.Value;
        try
        {
            if (!asked.HasNewId && await finder.FindAsync(Id, CancellationToken.None) is TaskRecord known)
                return new(SameOrConflict(known, asked));
            (TaskRecord? record, SlotTicket? ticket, DispatchFailure? refused) = await admission.TakeAsync(asked);
            if (record is null)
            {
                DeactivateOnIdle();
                return new(new SubmitAnswer(null, refused));
            }

            directory.Add(record);
            runner.Start(record, ticket!, this.AsReference<ITaskGrain>());
            return new(new SubmitAnswer(record.View, null));
        }
        catch (StorageException failure)
        {
            DeactivateOnIdle();
            return new(new SubmitAnswer(null, TaskAdmission.NotWritten(failure)));
        }
    }

    public async ValueTask RecoverAsync()
    {
        // Asked again when its answer did not come in time.
        if (directory.Find(Id) is not TaskRecord { IsTakenUp: false } record)
            return;
        await ApplyAsync(record, new TaskEvent.Recovered(record.WasDelivered));
        record.IsTakenUp = true;
    }

    public async ValueTask DispatchedAsync(Immutable<SlotLease> granted)
    {
        if (directory.Find(Id) is not TaskRecord record)
            return;
        record.Use(targets.Of(granted.Value), time.GetTimestamp());
        record.Turn = await turns.PlaceAsync(record.Submission, granted.Value.PoolId);
        await ApplyAsync(record, new TaskEvent.Leased(granted.Value));
    }

    public async ValueTask StreamingAsync()
    {
        if (directory.Find(Id) is TaskRecord record)
            await ApplyAsync(record, TaskEvent.AnswerBegan.Instance);
    }

    public async ValueTask EndAsync(Immutable<TaskWork> work, Immutable<DispatchFailure?> failure)
    {
        if (directory.Find(Id) is TaskRecord record)
            await ApplyAsync(record, new TaskEvent.WorkEnded(work.Value, failure.Value?.ToBody()));
    }

    public async ValueTask<Immutable<SubmitAnswer>> CancelAsync()
    {
        if (directory.Find(Id) is not TaskRecord record)
        {
            DeactivateOnIdle();
            return new(new SubmitAnswer(null, null));
        }

        await ApplyAsync(record, new TaskEvent.CancelAsked(record.TokensOut));
        return new(record.State.Phase.IsTerminal()
            ? new SubmitAnswer(record.View, null)
            : new SubmitAnswer(null, new DispatchFailure(
                ErrorCode.StorageUnavailable, "The task stops, but its end can't be written yet: ask again.")));
    }

    private static SubmitAnswer SameOrConflict(TaskRecord known, TaskSubmission asked) =>
        known.Submission.BodyHash == asked.BodyHash
            ? new SubmitAnswer(known.View, null)
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
                SlotTicket ticket = await broker.RestoreAsync(record.Submission.Slot);
                metrics.Unplaced(record.Submission.Slot.Priority).Enqueued.Inc();
                runner.Start(record, ticket, this.AsReference<ITaskGrain>());
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
                WriteOutcomeLater(record, later.Pause);
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
            await journal.EndAsync(Id, record.State.Outcome!);
        }
        catch (StorageException failure)
        {
            LogEndNotWritten(logger, Id.Value, failure.Message);
            happened = TaskEvent.OutcomeNotWritten.Instance;
        }

        await ApplyAsync(record, happened);
    }

    private void WriteOutcomeLater(TaskRecord record, TimeSpan pause)
    {
        IGrainTimer? timer = null;
        timer = this.RegisterGrainTimer(
            async () =>
            {
                timer!.Dispose();
                await WriteOutcomeAsync(record);
            },
            new GrainTimerCreationOptions(pause, Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    private void Publish(TaskRecord record)
    {
        TaskOutcome end = record.State.Outcome!;
        TaskSeries series = record.Target?.Series(record.Submission.Slot.Priority)
            ?? metrics.Unplaced(record.Submission.Slot.Priority);
        series.Ended(end);
        record.Events.Publish();
        recorder.Record(new FinishedTask(record.View, record.Submission.Outgoing, end));
        directory.Ended(record);
        record.Quota.End(end.Work.TokensOut);
        TimeSpan onSlot = record.LeasedAt is long leased ? time.GetElapsedTime(leased) : TimeSpan.Zero;
        _ = turns.SettleAsync(record.Submission, end, onSlot);
        DeactivateOnIdle();
    }

    [LoggerMessage(2213, LogLevel.Warning, "The end of task {TaskId} is not on disk yet: {Reason}")]
    private static partial void LogEndNotWritten(ILogger logger, string taskId, string reason);
}
