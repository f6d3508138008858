using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Logging;

/// <summary>
/// A request's way through the control plane: a line when it has ended, and one for each step before where somebody
/// asks for them. What is not written costs a comparison.
/// </summary>
internal sealed partial class RequestLog(LogPolicy policy, TimeProvider time, ILogger<RequestLog> logger)
{
    private readonly LineBudget refusals = new(time, LineBudget.RefusalsPerSecondMax);

    /// <summary>Somebody's request was not taken.</summary>
    /// <param name="origin">What it is known by.</param>
    /// <param name="code">Why.</param>
    public void Rejected(in RequestOrigin origin, ErrorCode code)
    {
        if (WantsRefusal(origin))
            LogRejected(logger, origin, code);
    }

    /// <summary>It has a slot, or a place in the queue, or neither.</summary>
    public void Admitted(in RequestOrigin origin, SlotRequest slot, SlotTicket ticket)
    {
        if (ticket.Refusal is SlotAnswer.Refused refused)
        {
            if (WantsRefusal(origin))
                LogTurnedAway(logger, new AskedRequest(origin, slot, null, null), slot.ModelId, refused.Code);
            return;
        }

        if (!Wants(LogLevel.Debug, origin))
            return;
        var asked = new AskedRequest(origin, slot, ticket.Position, ticket.Start);
        if (ticket.Pending is null)
            LogAdmitted(logger, asked, slot.ModelId);
        else
            LogQueued(logger, asked, slot.ModelId);
    }

    /// <summary>It was given a slot.</summary>
    public void Placed(in RequestOrigin origin, SlotLease lease, TimeSpan waited)
    {
        if (Wants(LogLevel.Debug, origin))
        {
            LogPlaced(
                logger, origin, lease.TaskId, lease.PoolId, lease.NodeId, lease.Engine, lease.EngineVersion, waited);
        }
    }

    /// <summary>It goes to its node.</summary>
    public void Dispatched(in RequestOrigin origin, SlotLease lease)
    {
        if (Wants(LogLevel.Debug, origin))
        {
            LogDispatched(
                logger, origin, lease.TaskId, lease.LeaseId, lease.PoolId, lease.NodeId, lease.Engine,
                lease.EngineVersion);
        }
    }

    /// <summary>It has its end.</summary>
    public void Ended(in AskedRequest asked, in RequestEnd end)
    {
        LogLevel level = end.How == RequestEnding.Failed ? LogLevel.Warning : LogLevel.Information;
        if (!Wants(level, asked.Origin))
            return;
        switch (end.How)
        {
            case RequestEnding.Completed:
                LogCompleted(logger, asked, end, asked.Slot.ModelId);
                break;
            case RequestEnding.Canceled:
                LogCanceled(logger, asked, end, asked.Slot.ModelId);
                break;
            default:
                LogFailed(logger, asked, end, asked.Slot.ModelId);
                break;
        }
    }

    /// <summary>
    /// A refusal is no trouble of ours, and somebody who is refused may come often: these lines are sampled like those
    /// below them, and bounded besides.
    /// </summary>
    private bool WantsRefusal(in RequestOrigin origin)
    {
        if (!logger.IsEnabled(LogLevel.Warning)
            || !policy.Keeps(origin.CorrelationId)
            || !refusals.TryTake(out long leftOut))
            return false;
        if (leftOut > 0)
            LogLeftOut(logger, leftOut);
        return true;
    }

    [LoggerMessage(2182, LogLevel.Warning,
        "{Count} refusals before the next one are not in the log, since too many came at once",
        EventName = "refusals_left_out")]
    private static partial void LogLeftOut(ILogger logger, long count);

    private bool Wants(LogLevel level, in RequestOrigin origin) =>
        logger.IsEnabled(level) && (level >= LogLevel.Warning || policy.Keeps(origin.CorrelationId));

    [LoggerMessage(2111, LogLevel.Warning, "A request is not taken: {Code}", EventName = "request_rejected")]
    private static partial void LogRejected(ILogger logger, RequestOrigin origin, ErrorCode code);

    [LoggerMessage(2112, LogLevel.Warning,
        "A request for model {ModelId} is turned away: {Code}", EventName = "request_turned_away")]
    private static partial void LogTurnedAway(
        ILogger logger, AskedRequest asked, ModelId modelId, ErrorCode code);

    [LoggerMessage(2113, LogLevel.Debug,
        "A request for model {ModelId} has a slot at once", EventName = "request_admitted")]
    private static partial void LogAdmitted(ILogger logger, AskedRequest asked, ModelId modelId);

    [LoggerMessage(2114, LogLevel.Debug, "A request for model {ModelId} waits", EventName = "request_queued")]
    private static partial void LogQueued(ILogger logger, AskedRequest asked, ModelId modelId);

    [LoggerMessage(2115, LogLevel.Debug,
        "A request has a slot of pool {PoolId} on node {NodeId}", EventName = "request_placed")]
    private static partial void LogPlaced(
        ILogger logger, RequestOrigin origin, TaskId taskId, PoolId poolId, NodeId nodeId, string engine,
        string? engineVersion, TimeSpan waited);

    [LoggerMessage(2116, LogLevel.Debug,
        "A request goes to pool {PoolId} on node {NodeId}", EventName = "request_dispatched")]
    private static partial void LogDispatched(
        ILogger logger, RequestOrigin origin, TaskId taskId, LeaseId leaseId, PoolId poolId, NodeId nodeId,
        string engine, string? engineVersion);

    [LoggerMessage(2117, LogLevel.Information,
        "A request for model {ModelId} is completed", EventName = "request_completed")]
    private static partial void LogCompleted(ILogger logger, AskedRequest asked, RequestEnd end, ModelId modelId);

    [LoggerMessage(2118, LogLevel.Information,
        "A request for model {ModelId} is canceled", EventName = "request_canceled")]
    private static partial void LogCanceled(ILogger logger, AskedRequest asked, RequestEnd end, ModelId modelId);

    [LoggerMessage(2119, LogLevel.Warning,
        "A request for model {ModelId} has failed", EventName = "request_failed")]
    private static partial void LogFailed(ILogger logger, AskedRequest asked, RequestEnd end, ModelId modelId);
}
