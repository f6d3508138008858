using System.Diagnostics;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.OpenAi;
using LlamaOrch.Orchestrator.Sessions;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// Takes a task: a slot or a place in the queue first, then the journal, and only then is it taken. What can't be
/// written leaves nothing behind.
/// </summary>
internal sealed partial class TaskAdmission(
    AdmissionGate gate,
    SessionTurns turns,
    ISlotBroker broker,
    ITaskJournal journal,
    AdmissionOrder order,
    TaskSpans spans,
    RequestLog log,
    TimeProvider time,
    SteadyTime steady,
    ILogger<TaskAdmission> logger)
{
    /// <summary>The task with its claim on a slot, on disk; or why it is not taken.</summary>
    public async ValueTask<(TaskRecord? Record, SlotTicket? Ticket, DispatchFailure? Refused)> TakeAsync(
        TaskSubmission asked)
    {
        (asked, ErrorBody? noTurn) = await turns.TakeAsync(asked);
        if (noTurn is not null)
        {
            var refused = DispatchFailure.Of(noTurn);
            gate.Refused(asked.Slot.Priority, refused.Code);
            log.Rejected(asked.Outgoing.Origin, refused.Code);
            return (null, null, refused);
        }

        (TaskRecord? Record, SlotTicket?, DispatchFailure?) taken = default;
        try
        {
            taken = await EnterAsync(asked);
            return taken;
        }
        finally
        {
            if (taken.Record is null)
                await turns.GiveBackAsync(asked);
        }
    }

    private async ValueTask<(TaskRecord? Record, SlotTicket? Ticket, DispatchFailure? Refused)> EnterAsync(
        TaskSubmission asked)
    {
        RequestOrigin origin = asked.Outgoing.Origin;
        using Activity? span = spans.Admission(asked.Slot, origin, asked.Arrived);
        SlotTicket ticket = await gate.AdmitAsync(
            asked.Slot, asked.Arrived, origin.Trace, asked.Outgoing.Body.Length);
        TaskSpans.Admitted(span, ticket);
        log.Admitted(origin, asked.Slot, ticket);
        if (ticket.Refusal is { } refused)
            return (null, null, DispatchFailure.Of(refused));
        DateTimeOffset now = ToMicrosecond(time.GetUtcNow());
        try
        {
            await journal.AcceptAsync(asked.ToJournal(order.Next(), ticket.Position, now, steady));
        }
        catch (StorageException failure)
        {
            await GiveBackAsync(ticket);
            gate.Refused(asked.Slot.Priority, ErrorCode.StorageUnavailable);
            span.Fail(ErrorCode.StorageUnavailable, failure.Message);
            LogNotTaken(logger, asked.Outgoing.Origin, asked.Slot.TaskId, failure.Message);
            return (null, null, NotWritten(failure));
        }
        catch
        {
            await GiveBackAsync(ticket);
            throw;
        }

        return (new TaskRecord(asked, now, ticket.Position) { Start = ticket.Start }, ticket, null);
    }

    /// <summary>What a client is told; the store's own words are for the log.</summary>
    public static DispatchFailure NotWritten(StorageException failure) => new(
        ErrorCode.StorageUnavailable,
        $"The task was not taken, since it can't be written: try again later. {failure.Message}");

    // A view must not change by a restart, and no store keeps more of a time.
    private static DateTimeOffset ToMicrosecond(DateTimeOffset time) =>
        time.AddTicks(-(time.Ticks % TimeSpan.TicksPerMicrosecond));

    private async ValueTask GiveBackAsync(SlotTicket ticket)
    {
        try
        {
            if (await ticket.SettleAsync(new CancellationToken(canceled: true)) is SlotAnswer.Granted granted)
                broker.Release(granted.Lease);
        }
        catch (OperationCanceledException)
        {
            // It waited, and its place is given up.
        }
    }

    [LoggerMessage(2214, LogLevel.Warning, "A task is not taken: {Reason}", EventName = "task_not_taken")]
    private static partial void LogNotTaken(ILogger logger, RequestOrigin origin, TaskId taskId, string reason);
}
