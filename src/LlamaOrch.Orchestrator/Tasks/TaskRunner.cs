using System.IO.Pipelines;
using System.Text.Json;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Does a task's work on the silo that admitted it: waits, dispatches, turns the answer into events.</summary>
internal sealed partial class TaskRunner(
    Dispatcher dispatcher, ISlotBroker broker, TaskMetrics metrics, TimeProvider time, ILogger<TaskRunner> logger)
{
    /// <summary>Begins; the grain is told of every step.</summary>
    public void Start(TaskRecord record, SlotTicket ticket, ITaskGrain grain) =>
        _ = Task.Run(() => RunAsync(record, ticket, grain));

    private async Task RunAsync(TaskRecord record, SlotTicket ticket, ITaskGrain grain)
    {
        var work = new TaskResult(0, 0, TimeSpan.Zero);
        DispatchFailure? failure;
        try
        {
            (work, failure) = await WorkAsync(record, ticket, grain);
        }
        catch (OperationCanceledException) when (record.Stop.IsCancellationRequested)
        {
            // The grain has ended the task already: that is why the work was stopped.
            return;
        }
        catch (Exception defect)
        {
            LogDefect(logger, defect, record.View.TaskId.Value, record.Submission.Outgoing.CorrelationId);
            failure = new DispatchFailure(ErrorCode.Internal, "A defect on our side ended the task.");
        }

        await grain.EndAsync(new Immutable<TaskResult>(work), new Immutable<DispatchFailure?>(failure));
    }

    private async Task<(TaskResult, DispatchFailure?)> WorkAsync(TaskRecord record, SlotTicket ticket, ITaskGrain grain)
    {
        long admitted = time.GetTimestamp();
        long leased = admitted;
        if (ticket.Answer is SlotAnswer.Queued)
            record.Events.Append("metrics", ticket.Position, TaskEvents.QueueMetrics);

        // An empty buffer makes dispatch wait for the first byte without taking it.
        DispatchOutcome outcome = await dispatcher.RunAsync(
            record.Submission.Slot,
            ticket,
            record.Submission.Outgoing,
            Memory<byte>.Empty,
            lease =>
            {
                leased = time.GetTimestamp();
                return grain.DispatchedAsync(new Immutable<SlotLease>(lease));
            },
            record.Stop.Token);
        if (outcome.Answer is not DispatchAttempt answer)
            return (new TaskResult(0, 0, TimeSpan.Zero), outcome.Failure);

        try
        {
            TaskSeries series = metrics.For(answer.Lease, record.Submission.Slot.Priority);
            TimeSpan firstToken = time.GetElapsedTime(leased);
            series.FirstTokenMs.Observe(firstToken.TotalMilliseconds);
            if (answer.Status != 200)
                return (new TaskResult(0, 0, TimeSpan.Zero), await EngineRefusal.ReadAsync(answer, record.Stop.Token));

            await grain.StreamingAsync();
            record.Events.Append(
                "started", (record.View.QueuePosition, answer.Lease.PoolId.Value), TaskEvents.Started);
            record.Events.Append(
                "metrics", (time.GetElapsedTime(admitted, leased), firstToken), TaskEvents.StreamMetrics);
            (TaskResult work, DispatchFailure? failure) = await StreamAsync(record, answer);
            series.DecodeMs.Observe(work.Decode.TotalMilliseconds);
            return (work, failure);
        }
        finally
        {
            answer.Dispose();
            broker.Release(answer.Lease);
        }
    }

    private async Task<(TaskResult, DispatchFailure?)> StreamAsync(TaskRecord record, DispatchAttempt answer)
    {
        long first = time.GetTimestamp();
        var stream = new CompletionStream(PipeReader.Create(answer.Body));
        int index = 0;
        DispatchFailure? failure = null;
        try
        {
            while (await stream.NextAsync(record.Stop.Token) is string text)
            {
                if (!record.Events.Append("token", (text, index++), TaskEvents.Token))
                    break;
            }

            if (stream.EngineError is string said)
                failure = new DispatchFailure(ErrorCode.WorkerReset, $"The engine gave up: {said}");
            else if (!stream.IsDone)
                failure = Broken(answer);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            failure = Broken(answer);
        }
        catch (Exception garbled) when (garbled is JsonException or InvalidDataException)
        {
            failure = new DispatchFailure(
                ErrorCode.WorkerReset, $"Pool {answer.Lease.PoolId} answered something that is no event stream.");
        }

        int tokens = stream.TokensOut > 0 ? stream.TokensOut : index;
        return (new TaskResult(stream.TokensIn, tokens, time.GetElapsedTime(first)), failure);
    }

    private static DispatchFailure Broken(DispatchAttempt answer) => new(
        ErrorCode.WorkerReset, $"Pool {answer.Lease.PoolId} went away while it answered: send the task again.");

    [LoggerMessage(2201, LogLevel.Error, "Task {TaskId} ended by a defect, correlation {CorrelationId}")]
    private static partial void LogDefect(ILogger logger, Exception defect, string taskId, string correlationId);
}
