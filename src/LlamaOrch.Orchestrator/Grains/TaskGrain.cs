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
/// runner to the event log without passing through it.
/// </summary>
[PreferLocalPlacement]
internal sealed class TaskGrain(
    TaskDirectory directory, TaskRunner runner, AdmissionGate admission, TaskMetrics metrics, TimeProvider time)
    : Grain, ITaskGrain
{
    private TaskRecord? record;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // An idle activation may be collected while its task is still kept.
        record = directory.Find(new TaskId(this.GetPrimaryKeyString()));
        return Task.CompletedTask;
    }

    public async ValueTask<Immutable<SubmitAnswer>> SubmitAsync(Immutable<TaskSubmission> submission)
    {
        TaskSubmission asked = submission.Value;
        if (record is not null)
        {
            return new(record.Submission.BodyHash == asked.BodyHash
                ? new SubmitAnswer(record.View, null)
                : new SubmitAnswer(null, new DispatchFailure(
                    ErrorCode.Conflict, $"Task {asked.Slot.TaskId} exists already, with another body.")));
        }

        SlotTicket ticket = await admission.AdmitAsync(asked.Slot);
        if (ticket.Refusal is { } refused)
        {
            DeactivateOnIdle();
            return new(new SubmitAnswer(
                null, new DispatchFailure(refused.Code, refused.Message, refused.RetryAfterMs)));
        }

        record = directory.Add(asked, new TaskView
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
        // Again after a failed attempt: back in the queue and out of it is one step seen from here.
        if (record?.Phase == TaskPhase.Dispatched)
            Advance(TaskPhase.Queued);
        if (Advance(TaskPhase.Dispatched))
        {
            record!.Lease = granted.Value;
            record.View = record.View with { PoolId = granted.Value.PoolId, NodeId = granted.Value.NodeId };
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask StreamingAsync()
    {
        Advance(TaskPhase.Streaming);
        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync(Immutable<TaskResult> result, Immutable<DispatchFailure?> failure)
    {
        TaskResult work = result.Value;
        if (!Advance(failure.Value is null ? TaskPhase.Completed : TaskPhase.Failed))
            return ValueTask.CompletedTask;

        TaskSeries series = Series();
        series.TokensIn.Inc(work.TokensIn);
        series.TokensOut.Inc(work.TokensOut);
        if (failure.Value is DispatchFailure failed)
        {
            series.Failed(failed.Code);
            record!.Events.Append("error", failed.ToBody(), TaskEvents.Error, last: true);
            Close(record.View with { TokensOut = work.TokensOut, Error = failed.ToBody() });
        }
        else
        {
            series.Completed.Inc();
            record!.Events.Append("end", (work, record.Phase), TaskEvents.End, last: true);
            Close(record.View with { TokensOut = work.TokensOut });
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask<Immutable<TaskView?>> CancelAsync()
    {
        if (record is null)
        {
            DeactivateOnIdle();
            return new Immutable<TaskView?>(null);
        }

        if (Advance(TaskPhase.Canceled))
        {
            // Sealed before anybody is told: what was not out by now never comes.
            record.Events.Append("end", (new TaskResult(0, 0, TimeSpan.Zero), record.Phase), TaskEvents.End, last: true);
            Series().Canceled("client");
            Close(record.View);
            await record.Stop.CancelAsync();
        }

        return new Immutable<TaskView?>(record.View);
    }

    private bool Advance(TaskPhase next)
    {
        if (record is null || !TaskLifecycle.Allows(record.Phase, next))
            return false;
        record.Phase = next;
        record.View = record.View with { State = TaskStates.Name(next) };
        return true;
    }

    private void Close(TaskView last)
    {
        record!.View = last with { EndedAt = time.GetUtcNow() };
        directory.Ended(last.TaskId);
    }

    private TaskSeries Series() => record!.Lease is not SlotLease lease
        ? metrics.Unplaced(record!.Submission.Slot.Priority)
        : metrics.For(lease, record!.Submission.Slot.Priority);
}
