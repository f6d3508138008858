using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Does a task's work once it has a slot: dispatches, turns the answer into events.</summary>
internal sealed partial class TaskRunner
{
    private const int ReadBytes = 16 * 1024;
    private const int HttpOk = 200;

    private readonly Dispatcher dispatcher;
    private readonly ISlotBroker broker;
    private readonly TaskSpans spans;
    private readonly SteadyTime time;
    private readonly StopGrace grace;
    private readonly RunningEvents running;
    private readonly ILogger<TaskRunner> logger;

    public TaskRunner(
        Dispatcher dispatcher,
        ISlotBroker broker,
        TaskDirectory directory,
        TaskSpans spans,
        SteadyTime time,
        StopGrace grace,
        RunningEvents running,
        ILogger<TaskRunner> logger)
    {
        (this.dispatcher, this.broker, this.spans, this.time, this.logger) =
            (dispatcher, broker, spans, time, logger);
        (this.grace, this.running) = (grace, running);
        grace.Begun.Register(directory.BreakOffQueued);
    }

    /// <summary>Begins at once, or when the wait is settled; <paramref name="life"/> is told of every step.</summary>
    public void Start(TaskRecord record, SlotTicket ticket, TaskLife life)
    {
        if (ticket.Pending is not PendingSlot pending)
        {
            Begin(record, ticket, life);
            return;
        }

        var queued = new QueuedWork(life, record, pending, ticket.Asked);
        record.Queued = queued;
        pending.Listen(queued);
        // Whoever stopped it, or all, a moment ago may not have seen that it waits.
        if (record.IsStopped || grace.Begun.IsCancellationRequested)
            queued.GiveUp();
        if (grace.Begun.IsCancellationRequested)
            record.Events.BreakOff();
    }

    /// <summary>Begins with a settled ticket.</summary>
    public void Begin(TaskRecord record, SlotTicket ticket, TaskLife life)
    {
        grace.Enter();
        _ = Task.Run(() => RunAsync(record, ticket, life));
    }

    private async Task RunAsync(TaskRecord record, SlotTicket ticket, TaskLife life)
    {
        try
        {
            await RunCountedAsync(record, ticket, life);
        }
        finally
        {
            grace.Leave();
        }
    }

    private async Task RunCountedAsync(TaskRecord record, SlotTicket ticket, TaskLife life)
    {
        using var clock = new TaskClock(record.Submission.Slot, time);
        using var gate = new AnswerGate(grace.Begun);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(
            [record.Stopped, gate.BrokenOff, grace.Over, clock.Late]);
        TaskWork work = TaskWork.None;
        DispatchFailure? failure = null;
        try
        {
            (work, failure) = await WorkAsync(record, ticket, life, clock, gate, stop.Token);
        }
        catch (OperationCanceledException) when (clock.Late.IsCancellationRequested)
        {
            work = SoFar(record);
            failure = new DispatchFailure(ErrorCode.DecodeTimeout, clock.Sentence);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            if (!record.IsStopped && gate.BrokenOff.IsCancellationRequested)
            {
                // Nobody has seen a token of it, and it is in the journal: it goes on in the next life.
                record.Events.BreakOff();
                return;
            }

            work = SoFar(record);
            failure = new DispatchFailure(
                ErrorCode.WorkerReset,
                "The control plane stopped before the answer had ended: send the task again.");
        }
        catch (Exception defect)
        {
            if (!stop.IsCancellationRequested)
                LogDefect(logger, defect, record.Submission.Outgoing.Origin, record.Id);
            work = SoFar(record);
            failure = new DispatchFailure(ErrorCode.Internal, "A defect on our side ended the task.");
        }

        // A canceled task has its end already: that is why the work was stopped.
        if (!record.IsStopped)
            await EndAsync(record, work, failure, life);
    }

    /// <summary>What was generated counts, however the work ends.</summary>
    private static TaskWork SoFar(TaskRecord record) => new(0, record.TokensOut, TimeSpan.Zero);

    private async ValueTask EndAsync(TaskRecord record, TaskWork work, DispatchFailure? failure, TaskLife life)
    {
        try
        {
            await life.EndAsync(record, work, failure);
        }
        catch (Exception defect) when (!grace.Over.IsCancellationRequested)
        {
            LogDefect(logger, defect, record.Submission.Outgoing.Origin, record.Id);
        }
        catch (Exception)
        {
            // The grains stop too; the task ends with the process.
        }
    }

    private async Task<(TaskWork, DispatchFailure?)> WorkAsync(
        TaskRecord record, SlotTicket ticket, TaskLife life, TaskClock clock, AnswerGate gate, CancellationToken stop)
    {
        byte[] rented = ArrayPool<byte>.Shared.Rent(ReadBytes);
        try
        {
            return await WorkAsync(record, ticket, life, clock, gate, rented.AsMemory(0, ReadBytes), stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async Task<(TaskWork, DispatchFailure?)> WorkAsync(
        TaskRecord record,
        SlotTicket ticket,
        TaskLife life,
        TaskClock clock,
        AnswerGate gate,
        Memory<byte> memory,
        CancellationToken stop)
    {
        TimeSpan waited = TimeSpan.Zero;
        DispatchOutcome outcome = await dispatcher.RunAsync(
            record.Submission.Slot,
            ticket,
            record.Submission.Outgoing,
            memory,
            lease =>
            {
                waited = ticket.Waited(time);
                clock.Start();
                return life.DispatchedAsync(record, lease);
            },
            stop);
        if (outcome is { Answer: null, Failure: null })
            throw new OperationCanceledException(stop);
        if (outcome.Answer is not DispatchAttempt answer)
            return (TaskWork.None, outcome.Failure);

        SlotUse use = SlotUse.Served;
        try
        {
            RequestOrigin origin = record.Submission.Outgoing.Origin;
            using Activity? span = spans.Stream(origin, record.Submission.Slot, answer);
            TaskSeries series = answer.Target.Series(record.Submission.Slot.Priority);
            if (answer.HasLatency)
                series.FirstTokenMs.Observe(answer.Begun.TotalMilliseconds, origin.Trace);
            if (!answer.IsEventStream)
                return (TaskWork.None, await RefusedAsync(answer, memory[..outcome.FirstByteCount], stop));

            if (!gate.TryAnswer())
                throw new OperationCanceledException(stop);
            await life.StreamingAsync(record);
            record.Events.Append("started", (record.View, answer.Lease.PoolId.Value), TaskEvents.Started);
            record.Events.Append("metrics", (waited, answer.Begun, record.Turn), TaskEvents.StreamMetrics);
            var stream = new CompletionStream(answer.Body, answer.Meter, memory, outcome.FirstByteCount);
            (TaskWork work, DispatchFailure? failure) = await StreamAsync(record, answer, stream, stop);
            series.DecodeMs.Observe(work.Decode.TotalMilliseconds, origin.Trace);
            Tell(span, work, failure);
            if (failure is not null)
                use = SlotUse.Failed;
            return (work, failure);
        }
        finally
        {
            answer.Dispose();
            broker.Release(answer.Lease, answer.FirstToken, use);
        }
    }

    private static async ValueTask<DispatchFailure> RefusedAsync(
        DispatchAttempt answer, ReadOnlyMemory<byte> first, CancellationToken stop) => answer.Status == HttpOk
            ? new DispatchFailure(ErrorCode.WorkerReset, "The engine answered with a document instead of a stream.")
            : await EngineRefusal.ReadAsync(answer, first, stop);

    private static void Tell(Activity? span, TaskWork work, DispatchFailure? failure)
    {
        TaskSpans.Streamed(
            span,
            work.TokensIn,
            work.TokensOut,
            failure is null ? RequestEnding.Completed : RequestEnding.Failed);
        if (failure is not null)
            span.Fail(failure.Code, failure.OwnWords);
    }

    private async Task<(TaskWork, DispatchFailure?)> StreamAsync(
        TaskRecord record, DispatchAttempt answer, CompletionStream stream, CancellationToken stop)
    {
        long first = time.GetTimestamp();
        DispatchFailure? failure = null;
        using RunningEvents.Share share = running.Begin();
        try
        {
            while (await stream.NextAsync(stop) is CompletionPiece piece && Append(record, piece))
            {
                record.TokensOut++;
                if (!share.Holds(record.Events.Bytes))
                    return (WorkOf(record, answer, first), TooMuchMemory);
            }

            if (stream.EngineError is string said)
                failure = GaveUp(said);
            else if (!stream.IsComplete)
                failure = Broken(answer);
        }
        catch (Exception broken)
            when (broken is not OperationCanceledException && RemoteFailure.Is(broken, CancellationToken.None))
        {
            failure = Broken(answer);
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidDataException)
        {
            failure = Unusable(answer, garbled);
        }

        return (WorkOf(record, answer, first), failure);
    }

    private static bool Append(TaskRecord record, in CompletionPiece piece)
    {
        TaskEventLog events = record.Events;
        (string, int) data = (piece.Text, record.TokensOut);
        return piece.Kind switch
        {
            CompletionPieceKind.Reasoning => events.Append("reasoning", data, TaskEvents.Token, isToken: true),
            CompletionPieceKind.ToolCalls => events.Append("tool_calls", data, TaskEvents.ToolCalls, isToken: true),
            _ => events.Append("token", data, TaskEvents.Token, isToken: true),
        };
    }

    private TaskWork WorkOf(TaskRecord record, DispatchAttempt answer, long first)
    {
        AnswerMeter meter = answer.Meter;
        record.TokenSource = meter.Source;
        return new TaskWork(meter.TokensIn, meter.TokensOut, time.GetElapsedTime(first));
    }

    private static DispatchFailure TooMuchMemory { get; } = new(
        ErrorCode.WorkerReset,
        "The events of the tasks that run take all the memory that is set aside for them ('running_events_bytes_max'),"
            + " and this task has more than its share: send it again later, or as a stream below /v1.");

    private static DispatchFailure GaveUp(string said) =>
        new(ErrorCode.WorkerReset, $"The engine gave up: {said}") { OwnWords = "The engine gave up." };

    private static DispatchFailure Unusable(DispatchAttempt answer, Exception garbled)
    {
        string sentence = $"The answer of pool {answer.Lease.PoolId} can't be used";
        return new(ErrorCode.WorkerReset, $"{sentence}: {garbled.Message}") { OwnWords = $"{sentence}." };
    }

    private static DispatchFailure Broken(DispatchAttempt answer) => new(
        ErrorCode.WorkerReset,
        $"The answer of pool {answer.Lease.PoolId} broke off before its end: send the task again.");

    [LoggerMessage(2201, LogLevel.Error, "A task ended by a defect", EventName = "task_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, RequestOrigin origin, TaskId taskId);
}
