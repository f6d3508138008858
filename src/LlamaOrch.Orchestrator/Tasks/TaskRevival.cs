using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Turns what the journal has of a task into a record again.</summary>
internal static class TaskRevival
{
    /// <summary>A task that has no end: to be taken up again.</summary>
    /// <param name="task">What the journal has.</param>
    /// <param name="now">A timestamp of the time provider.</param>
    public static TaskRecord Open(JournaledTask task, long now) =>
        new(Submission(task, now), View(task), new TaskEventLog(task.Life * TaskEventLog.IdsPerLife))
        {
            WasDelivered = task.Delivered,
        };

    /// <summary>A task that has ended: of its events, the last one is left.</summary>
    public static TaskRecord Ended(JournaledTask task)
    {
        TaskOutcome end = task.Outcome!;
        var record = new TaskRecord(Submission(task, 0), View(task), new TaskEventLog(end.LastEventId - 1));
        record.Take(TaskState.Taken with { Phase = end.Phase, Outcome = end });
        record.Seal();
        record.Events.Publish();
        return record;
    }

    private static TaskSubmission Submission(JournaledTask task, long now) => new(
        task.Slot,
        task.Slot.SessionId,
        new OutgoingRequest(task.Route, task.Body, task.CorrelationId, task.TraceParent),
        now,
        task.BodyHash);

    private static TaskView View(JournaledTask task) => new()
    {
        TaskId = task.TaskId,
        State = TaskStates.Name(TaskPhase.Queued),
        Model = task.Slot.ModelId,
        SessionId = task.Slot.SessionId,
        Priority = task.Slot.Priority.Label(),
        QueuePosition = task.QueuePosition,
        CreatedAt = task.CreatedAt,
    };
}
