using System.Net;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Takes a task from its slot to the first byte of its answer. Whatever fails before that byte gives the slot back
/// and goes to another pool, with the same place in the queue.
/// </summary>
internal sealed partial class Dispatcher(
    ISlotBroker broker,
    NodeClient nodes,
    IGrainFactory grains,
    TaskMetrics metrics,
    TimeProvider time,
    IOptions<OrchestratorOptions> options,
    ILogger<Dispatcher> logger)
{
    private readonly int attemptsMax = options.Value.DispatchAttemptsMax;

    /// <summary>Runs attempts until one has an answer; the result is that answer or the failure.</summary>
    /// <param name="request">Who asks for a slot.</param>
    /// <param name="first">The ticket of the first attempt, not refused.</param>
    /// <param name="outgoing">What goes to the node.</param>
    /// <param name="firstBytes">Where the first bytes of the answer go.</param>
    /// <param name="onLeased">Told of each slot before it is used; null when nobody wants to know.</param>
    /// <param name="cancellationToken">The client has gone, or canceled the task.</param>
    /// <exception cref="OperationCanceledException">The token was canceled; the slot is given back.</exception>
    public async ValueTask<DispatchOutcome> RunAsync(
        SlotRequest request,
        SlotTicket first,
        OutgoingRequest outgoing,
        Memory<byte> firstBytes,
        Func<SlotLease, ValueTask>? onLeased,
        CancellationToken cancellationToken)
    {
        SlotTicket ticket = first;
        DispatchFailure? last = null;
        List<PoolId> avoid = [];
        for (int attempt = 0; attempt < attemptsMax; attempt++)
        {
            if (ticket.Refusal is SlotAnswer.Refused refused)
                return new DispatchOutcome(last ?? new DispatchFailure(refused.Code, refused.Message, refused.RetryAfterMs));

            long waitedSince = time.GetTimestamp();
            SlotLease lease;
            try
            {
                lease = await ticket.LeaseAsync(cancellationToken);
            }
            catch (TimeoutException)
            {
                return new DispatchOutcome(last ?? new DispatchFailure(
                    ErrorCode.DecodeTimeout, "No slot became free within the time that a task may wait."));
            }

            TaskSeries series = metrics.For(lease, request.Priority);
            series.PlacementMs.Observe(time.GetElapsedTime(waitedSince).TotalMilliseconds);
            series.Started.Inc();
            if (onLeased is not null)
                await onLeased(lease);
            DispatchOutcome outcome = await AttemptAsync(lease, outgoing, firstBytes, cancellationToken);
            if (outcome.Answer is not null)
                return outcome;

            last = outcome.Failure;
            LogAttemptFailed(logger, request.TaskId, lease.PoolId, last!.Message, outgoing.CorrelationId);
            avoid.Add(lease.PoolId);
            ticket = await broker.RequestAsync(request with { Avoid = [.. avoid], Place = lease.Place });
        }

        if (ticket.Refusal is null)
            await AbandonAsync(ticket);
        return new DispatchOutcome(last!);
    }

    private async ValueTask<DispatchOutcome> AttemptAsync(
        SlotLease lease, OutgoingRequest outgoing, Memory<byte> firstBytes, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await nodes.SendAsync(lease, outgoing, cancellationToken);
            if (Refusal(response) is DispatchFailure refusal)
                return await FailAsync(lease, response, refusal);

            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
            int count = await body.ReadAsync(firstBytes, cancellationToken);
            return new DispatchOutcome(new DispatchAttempt(lease, response, body), count);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            return await FailAsync(lease, response, new DispatchFailure(
                ErrorCode.PoolUnavailable, $"Pool {lease.PoolId} could not be reached."));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            broker.Release(lease);
            throw;
        }
    }

    /// <summary>A node's own refusal, or an engine that is not able to answer at all; null when the answer stands.</summary>
    private static DispatchFailure? Refusal(HttpResponseMessage response)
    {
        if (response.Headers.TryGetValues(LlorchHeaders.NodeRefusal, out IEnumerable<string>? codes))
        {
            return new DispatchFailure(
                ErrorCode.PoolUnavailable, $"The node refused the task ({codes.First()}) and no other could take it.");
        }

        return response.StatusCode switch
        {
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway =>
                new DispatchFailure(ErrorCode.PoolUnavailable, "The engine is not able to take the task."),
            HttpStatusCode.Unauthorized => new DispatchFailure(
                ErrorCode.PoolUnavailable, "The node does not accept the control plane's token: set the same on both."),
            _ => null,
        };
    }

    private async ValueTask<DispatchOutcome> FailAsync(
        SlotLease lease, HttpResponseMessage? response, DispatchFailure failure)
    {
        response?.Dispose();
        // Told first, so that the slot which comes back is not lent again at once on the same dead pool.
        await grains.GetGrain<IFleetGrain>(0)
            .ApplyAsync(new Immutable<FleetEvent>(new FleetEvent.DispatchFailed(lease.PoolId)));
        broker.Release(lease);
        return new DispatchOutcome(failure);
    }

    private async ValueTask AbandonAsync(SlotTicket ticket)
    {
        using var canceled = new CancellationTokenSource();
        await canceled.CancelAsync();
        try
        {
            broker.Release(await ticket.LeaseAsync(canceled.Token));
        }
        catch (OperationCanceledException)
        {
            // It waited; by now it has left the queue.
        }
    }

    [LoggerMessage(2101, LogLevel.Warning,
        "Task {TaskId} moves on from pool {PoolId}: {Reason} Correlation {CorrelationId}")]
    private static partial void LogAttemptFailed(
        ILogger logger, TaskId taskId, PoolId poolId, string reason, string correlationId);
}
