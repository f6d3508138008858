using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.OpenAi;
using LlamaOrch.Orchestrator.Tasks;
using Orleans.Concurrency;
using Orleans.Placement;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="TaskLifecycle"/>. It lives on the silo that admitted the task; tokens go from the
/// runner to the event log without passing through it. What is kept of a task is in the directory alone: an activation
/// ends with its task, or memory would grow with every id ever used.
/// </summary>
[PreferLocalPlacement]
internal sealed class TaskGrain(
    TaskDirectory directory,
    TaskRunner runner,
    AdmissionGate admission,
    PoolTargets targets,
    TaskMetrics metrics,
    TimeProvider time)
    : Grain, ITaskGrain
{
    private TaskRecord? Record => directory.Find(new TaskId(this.GetPrimaryKeyString()));

    public async ValueTask<Immutable<SubmitAnswer>> SubmitAsync(Immutable<TaskSubmission> submission)
    {
        TaskSubmission asked = submission.Value;
        if (Record is TaskRecord known)
        {
            return new(known.Submission.BodyHash == asked.BodyHash
                ? new SubmitAnswer(known.View, null)
                : new SubmitAnswer(null, new DispatchFailure(
                    ErrorCode.Conflict, $"Task {asked.Slot.TaskId} exists already, with another body.")));
        }

        SlotTicket ticket = await admission.AdmitAsync(asked.Slot, asked.Arrived);
        if (ticket.Refusal is { } refused)
        {
            DeactivateOnIdle();
            return new(new SubmitAnswer(null, DispatchFailure.Of(refused)));
        }

        TaskRecord record = directory.Add(asked, new TaskView
        {
            TaskId = asked.Slot.TaskId,
            State = TaskStates.Name(TaskPhase.Queued),
            Model = asked.Slot.ModelId,
            SessionId = asked.SessionId,
            Priority = asked.Slot.Priority.Label(),
            QueuePosition = ticket.Position,
            CreatedAt = time.GetUtcNow(),
        });
        runner.Start(record, ticket, this.AsReference<ITaskGrain>());
        return new(new SubmitAnswer(record.View, null));
    }

    public ValueTask DispatchedAsync(Immutable<SlotLease> granted)
    {
        if (Record is not TaskRecord record)
            return ValueTask.CompletedTask;
        // Again after a failed attempt: back in the queue and out of it is one step seen from here.
        if (record.Phase == TaskPhase.Dispatched)
            Advance(record, TaskPhase.Queued);
        if (Advance(record, TaskPhase.Dispatched))
        {
            record.Lease = granted.Value;
            record.Target = targets.Of(granted.Value);
            record.View = record.View with { PoolId = granted.Value.PoolId, NodeId = granted.Value.NodeId };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StreamingAsync()
    {
        if (Record is TaskRecord record)
            Advance(record, TaskPhase.Streaming);
        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync(Immutable<TaskResult> result, Immutable<DispatchFailure?> failure)
    {
        if (Record is not TaskRecord record
            || !Advance(record, failure.Value is null ? TaskPhase.Completed : TaskPhase.Failed))
            return ValueTask.CompletedTask;

        TaskResult work = result.Value;
        TaskSeries series = Count(record, work);
        if (failure.Value is DispatchFailure failed)
        {
            series.Failed(failed.Code);
            record.Events.Append("error", failed.ToBody(), TaskEvents.Error, last: true);
            Close(record, record.View with { TokensOut = work.TokensOut, Error = failed.ToBody() });
        }
        else
        {
            series.Completed.Inc();
            record.Events.Append("end", (work, record.Phase), TaskEvents.End, last: true);
            Close(record, record.View with { TokensOut = work.TokensOut });
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<Immutable<TaskView?>> CancelAsync()
    {
        if (Record is not TaskRecord record)
        {
            DeactivateOnIdle();
            return new Immutable<TaskView?>(null);
        }

        if (Advance(record, TaskPhase.Canceled))
        {
            // Sealed before anybody is told: what was not out by now never comes.
            var work = new TaskResult(0, record.TokensOut, TimeSpan.Zero);
            record.Events.Append("end", (work, record.Phase), TaskEvents.End, last: true);
            Count(record, work).Canceled(TaskCollectors.CanceledByClient);
            await record.StopAsync();
            Close(record, record.View with { TokensOut = work.TokensOut });
        }

        return new Immutable<TaskView?>(record.View);
    }

    private static bool Advance(TaskRecord record, TaskPhase next)
    {
        if (!TaskLifecycle.Allows(record.Phase, next))
            return false;
        record.Phase = next;
        // An end is shown by Close, together with what belongs to it.
        if (!next.IsTerminal())
            record.View = record.View with { State = TaskStates.Name(next) };
        return true;
    }

    private TaskSeries Count(TaskRecord record, TaskResult work)
    {
        TaskSeries series = record.Target?.Series(record.Submission.Slot.Priority)
            ?? metrics.Unplaced(record.Submission.Slot.Priority);
        series.TokensIn.Inc(work.TokensIn);
        series.TokensOut.Inc(work.TokensOut);
        return series;
    }

    private void Close(TaskRecord record, TaskView last)
    {
        record.View = last with { State = TaskStates.Name(record.Phase), EndedAt = time.GetUtcNow() };
        directory.Ended(record);
        DeactivateOnIdle();
    }
}
