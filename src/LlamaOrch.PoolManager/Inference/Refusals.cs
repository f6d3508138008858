using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.PoolManager.Pools;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>The node's own refusals, marked so that nobody takes them for the engine's answer.</summary>
internal static class Refusals
{
    /// <summary>Refuses with a code and one sentence.</summary>
    public static Task WriteAsync(HttpContext context, ErrorCode code, string message, int? status = null)
    {
        context.Response.Headers[LlorchHeaders.NodeRefusal] = code.WireName();
        return ErrorResponse.WriteAsync(context, code, ErrorBody.From(code, message), status);
    }

    /// <summary>The engine does not let its node in: no word of it is the caller's business.</summary>
    public static Task EngineDeniesAsync(HttpContext context, Pool pool, string engineUrl, int status)
    {
        context.Response.Headers[LlorchHeaders.NodeRefusal] = LlorchHeaders.EngineDenied;
        string sentence = $"The engine at {engineUrl} of pool {pool.PoolId} wants an API key (it answers {status}): "
            + "set the pool's key on its node.";
        return ErrorResponse.WriteAsync(
            context, ErrorCode.PoolUnavailable, ErrorBody.From(ErrorCode.PoolUnavailable, sentence));
    }

    /// <summary>The pool does not take work: not now, or not at all.</summary>
    public static Task NotReadyAsync(HttpContext context, Pool pool, PoolStatus status)
    {
        ErrorCode code = status.State is PoolState.Failed or PoolState.Offline
            ? ErrorCode.PoolUnavailable
            : ErrorCode.PoolUnready;
        string state = status.State.ToString().ToLowerInvariant();
        return WriteAsync(context, code, $"Pool {pool.PoolId} is {state}. {status.LastError}".TrimEnd());
    }

    /// <summary>The pool has no slot for the lease.</summary>
    public static Task NoSlotAsync(HttpContext context, Pool pool, LeasedRequest leased, ErrorCode code) => WriteAsync(
        context,
        code,
        code == ErrorCode.ReplicaExhausted
            ? $"All {pool.Slots.Total} slots of pool {pool.PoolId} are taken."
            : $"Lease {leased.Lease} was used already.");
}
