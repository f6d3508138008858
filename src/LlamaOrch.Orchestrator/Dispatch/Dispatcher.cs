using System.Diagnostics;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Takes a task from its slot to the first token of its answer. Whatever fails before that token gives the slot back
/// and goes to another pool, with the same place in the queue.
/// </summary>
internal sealed partial class Dispatcher(
    ISlotBroker broker,
    SlotAttempt attempts,
    PoolTargets targets,
    TaskSpans spans,
    RequestLog log,
    SteadyTime time,
    IOptions<OrchestratorOptions> options,
    ILogger<Dispatcher> logger)
{
    // A node gives a slot back a moment after its answer's last byte, so the next request may come a moment too early;
    // after a restart of ours it may be minutes, until the answers of before have ended.
    private static readonly TimeSpan ExhaustedPauseMax = TimeSpan.FromSeconds(1);
    private const int ExhaustedMax = 60;

    private readonly int attemptsMax = options.Value.DispatchAttemptsMax;

    /// <summary>
    /// Runs attempts until one has an answer; the result is that answer or the failure, whatever the nodes and their
    /// engines do.
    /// </summary>
    /// <param name="request">Who asks for a slot.</param>
    /// <param name="first">The ticket of the first attempt.</param>
    /// <param name="outgoing">What goes to the node.</param>
    /// <param name="firstBytes">Where the first bytes of the answer go.</param>
    /// <param name="onLeased">Told of each slot before it is used; null when nobody wants to know.</param>
    /// <param name="cancellationToken">The client has gone, or canceled the task.</param>
    /// <exception cref="Exception">
    /// <paramref name="onLeased"/> threw, and the slot is given back; or a grain could not be reached, and a slot that
    /// was held comes back when its node's next report is compared with what is lent.
    /// </exception>
    public async ValueTask<DispatchOutcome> RunAsync(
        SlotRequest request,
        SlotTicket first,
        OutgoingRequest outgoing,
        Memory<byte> firstBytes,
        Func<SlotLease, ValueTask>? onLeased,
        CancellationToken cancellationToken)
    {
        SlotTicket ticket = first;
        PoolTarget? target = null;
        var tries = new TriedPools(attemptsMax);
        int exhausted = 0;
        int attempt = 0;
        TraceParent failed = default;
        while (true)
        {
            (SlotLease? lease, DispatchFailure? none) = await WaitAsync(ticket, cancellationToken);
            await spans.PlacementAsync(request, outgoing.Origin, ticket, lease, none, failed);
            if (lease is null)
                return new DispatchOutcome(null, 0, Worse(none, tries, request), target);

            log.Placed(outgoing.Origin, lease, ticket.Waited(time));
            target = targets.Of(lease);
            TaskSeries series = target.Series(request.Priority);
            series.PlacementMs.Observe(ticket.Waited(time).TotalMilliseconds, outgoing.Origin.Trace);
            using Activity? span = spans.Dispatch(outgoing.Origin, lease, target, ++attempt, failed);
            TraceParent parent = span is null ? outgoing.Origin.Trace : TraceParent.Of(span);
            log.Dispatched(outgoing.Origin, lease);
            AttemptEnd end = await attempts.RunAsync(
                target, lease, outgoing, parent, firstBytes, onLeased, cancellationToken);
            TaskSpans.Dispatched(span, end);
            if (span is not null)
                failed = parent;
            switch (end.How)
            {
                case AttemptResult.Answered:
                    series.Started.Inc();
                    TellOf(lease, tries);
                    return new DispatchOutcome(end.Answer, end.FirstByteCount, null, target);
                case AttemptResult.Failed when tries.MayGoOn(lease, end):
                    LogAttemptFailed(
                        logger,
                        outgoing.Origin,
                        request.TaskId,
                        lease.PoolId,
                        lease.NodeId,
                        lease.Engine,
                        lease.EngineVersion,
                        end.Failure!.OwnWords);
                    ticket = await broker.MoveAsync(TriedPools.Release(lease, end), tries.Next(request));
                    continue;
                // The slot is held meanwhile, or others would run into the same refusal.
                case AttemptResult.Exhausted when exhausted < ExhaustedMax
                    && await PauseAsync(exhausted++, cancellationToken):
                    tries.Last = end.Failure;
                    ticket = await broker.MoveAsync(
                        new SlotRelease(lease), tries.Next(request) with { Full = lease.PoolId });
                    continue;
                default:
                    if (end.How == AttemptResult.Failed)
                        broker.Release(lease, use: TriedPools.Release(lease, end).Use);
                    else if (end.How == AttemptResult.Exhausted)
                        broker.Release(lease);
                    return new DispatchOutcome(
                        null, 0, cancellationToken.IsCancellationRequested ? null : tries.Told(end.Failure), target);
            }
        }
    }

    /// <summary>
    /// An answer has begun. A pool that was being tried is well, and those that failed with the same request are not.
    /// </summary>
    private void TellOf(SlotLease answered, TriedPools tries)
    {
        if (answered.IsTrial)
            broker.Tell(new SlotRelease(answered, Use: SlotUse.Served));
        foreach (SlotLease doubtful in tries.Doubtful)
            broker.Tell(new SlotRelease(doubtful, Use: SlotUse.Failed));
    }

    /// <summary>The lease, or why there is none; neither when the wait was canceled.</summary>
    private static async ValueTask<(SlotLease? Lease, DispatchFailure? None)> WaitAsync(
        SlotTicket ticket, CancellationToken cancellationToken)
    {
        try
        {
            return await ticket.SettleAsync(cancellationToken) switch
            {
                SlotAnswer.Granted granted => (granted.Lease, null),
                SlotAnswer.Refused refused => (null, DispatchFailure.Of(refused)),
                _ => throw new InvalidOperationException("a settled ticket waits no more"),
            };
        }
        catch (OperationCanceledException)
        {
            return (null, null);
        }
    }

    /// <summary>
    /// Why there is no slot, after attempts that failed: that no other pool is left, or came up in time, says less than
    /// what the last one's trouble was.
    /// </summary>
    private DispatchFailure? Worse(DispatchFailure? none, TriedPools tries, SlotRequest request) =>
        none?.Code is ErrorCode.DecodeTimeout or ErrorCode.PoolUnavailable && !(request.Deadline <= time.GetUtcNow())
            ? tries.Told(tries.Last) ?? none
            : none;

    /// <summary>Waits a little longer each time; false when canceled meanwhile.</summary>
    private async ValueTask<bool> PauseAsync(int before, CancellationToken cancellationToken)
    {
        var pause = TimeSpan.FromMilliseconds(
            Math.Min(1L << Math.Min(before, 20), ExhaustedPauseMax.TotalMilliseconds));
        try
        {
            await Task.Delay(pause, time, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(2101, LogLevel.Warning,
        "A request moves on from pool {PoolId}: {Reason}", EventName = "request_moved")]
    private static partial void LogAttemptFailed(
        ILogger logger, RequestOrigin origin, TaskId taskId, PoolId poolId, NodeId nodeId, string engine,
        string? engineVersion, string reason);
}
