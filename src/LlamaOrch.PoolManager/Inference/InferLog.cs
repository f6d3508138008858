using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.PoolManager.Pools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>
/// Requests for engines: a line when one has ended, and one when it begins where somebody asks for it.
/// </summary>
internal sealed partial class InferLog(LogPolicy policy, TimeProvider time, ILogger<InferLog> logger)
{
    /// <summary>A request has its slot.</summary>
    public void Taken(HttpContext context, Pool pool, PoolStatus status)
    {
        if (Wants(context, LogLevel.Debug))
            LogTaken(logger, FactsOf(context, status), pool.PoolId);
    }

    /// <summary>A request was refused by the node itself.</summary>
    public void Refused(HttpContext context, Pool pool, PoolStatus status)
    {
        if (Wants(context, LogLevel.Warning))
        {
            string code = context.Response.Headers[LlorchHeaders.NodeRefusal].ToString();
            LogRefused(logger, FactsOf(context, status), pool.PoolId, code);
        }
    }

    /// <summary>A request has its end.</summary>
    /// <param name="context">The request.</param>
    /// <param name="pool">Its pool.</param>
    /// <param name="status">How that was.</param>
    /// <param name="how">How it ended.</param>
    /// <param name="begun">When it began, a timestamp of the time provider.</param>
    /// <param name="answered">When its answer began, likewise; 0 for never.</param>
    public void Ended(
        HttpContext context, Pool pool, PoolStatus status, InferEnd how, long begun, long answered)
    {
        // An engine's refusal was passed on well, and is none the less a failure.
        if (how == InferEnd.Completed && context.Response.StatusCode >= StatusCodes.Status400BadRequest)
            how = InferEnd.Failed;
        LogLevel level = how == InferEnd.Failed ? LogLevel.Warning : LogLevel.Information;
        if (!Wants(context, level))
            return;
        InferFacts facts = FactsOf(context, status) with
        {
            Duration = time.GetElapsedTime(begun),
            Decode = answered == 0 ? null : time.GetElapsedTime(answered),
            HttpStatus = context.Response.StatusCode,
        };
        switch (how)
        {
            case InferEnd.Completed:
                LogCompleted(logger, facts, pool.PoolId);
                break;
            case InferEnd.Canceled:
                LogCanceled(logger, facts, pool.PoolId);
                break;
            default:
                LogFailed(logger, facts, pool.PoolId);
                break;
        }
    }

    private static InferFacts FactsOf(HttpContext context, PoolStatus status) =>
        new(RequestOrigin.Of(context), status, LeasedRequest.TaskOf(context.Request.Headers));

    private bool Wants(HttpContext context, LogLevel level) =>
        logger.IsEnabled(level) && (level >= LogLevel.Warning || policy.Keeps(context.TraceIdentifier));

    [LoggerMessage(3701, LogLevel.Debug, "Pool {PoolId} takes a request", EventName = "infer_taken")]
    private static partial void LogTaken(ILogger logger, InferFacts facts, PoolId poolId);

    [LoggerMessage(3702, LogLevel.Warning, "Pool {PoolId} refuses a request: {Reason}", EventName = "infer_refused")]
    private static partial void LogRefused(ILogger logger, InferFacts facts, PoolId poolId, string reason);

    [LoggerMessage(3703, LogLevel.Information, "Pool {PoolId} has answered a request", EventName = "infer_completed")]
    private static partial void LogCompleted(ILogger logger, InferFacts facts, PoolId poolId);

    [LoggerMessage(3704, LogLevel.Information,
        "Pool {PoolId} has ended a request that nobody wants any more", EventName = "infer_canceled")]
    private static partial void LogCanceled(ILogger logger, InferFacts facts, PoolId poolId);

    [LoggerMessage(3705, LogLevel.Warning,
        "Pool {PoolId} could not answer a request", EventName = "infer_failed")]
    private static partial void LogFailed(ILogger logger, InferFacts facts, PoolId poolId);
}
