using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Turns what the journal has of a task into a record again.</summary>
internal static class TaskRevival
{
    /// <summary>A task that has no end: to be taken up again.</summary>
    /// <param name="task">What the journal has.</param>
    /// <param name="time">What its deadline is measured by from now on.</param>
    public static TaskRecord Open(JournaledTask task, SteadyTime time) =>
        new(
            Submission(task with { Slot = Now(task.Slot, time) }, time.GetTimestamp()),
            task.CreatedAt,
            task.QueuePosition,
            task.Life * TaskEventLog.IdsPerLife)
        {
            WasDelivered = task.Delivered,
        };

    /// <summary>A task that has ended: of its events, the last one is left.</summary>
    public static TaskRecord Ended(JournaledTask task)
    {
        // What it came to is read when somebody asks for it.
        TaskOutcome end = task.Outcome! with { Result = null };
        var record = new TaskRecord(
            Submission(task, 0), task.CreatedAt, task.QueuePosition, end.LastEventId - 1)
        {
            IsRevived = true,
        };
        record.Take(TaskState.Taken with { Phase = end.Phase, Outcome = end });
        record.Seal();
        record.Events.Publish();
        return record;
    }

    private static SlotRequest Now(SlotRequest slot, SteadyTime time) =>
        slot.Deadline is DateTimeOffset deadline ? slot with { Deadline = time.FromWall(deadline) } : slot;

    private static TaskSubmission Submission(JournaledTask task, long now) => new(
        task.Slot,
        new OutgoingRequest(
            task.Route, task.Body, new RequestOrigin(task.CorrelationId, TraceParent.Parse(task.TraceParent))),
        now,
        BodyHash.Parse(task.BodyHash));
}
