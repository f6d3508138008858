using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Lets a request through only with a token, except for the probes, which say nothing and change nothing, and for the
/// API's document.
/// </summary>
public sealed partial class TokenGate(
    RequestDelegate next, ApiTokens tokens, DaemonMetrics metrics, TimeProvider time, ILogger<TokenGate> logger)
{
    private readonly LineBudget lines = new(time, LineBudget.RefusalsPerSecondMax);

    /// <summary>Judges the caller, then goes on or answers 401.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        TokenVerdict verdict = tokens.Check(context.Request.Headers, out ApiKey? caller);
        if (IsOpen(context.Request.Path))
            return next(context);
        if (verdict == TokenVerdict.Accepted)
        {
            if (caller is not null)
                context.Features.Set(caller);
            return next(context);
        }

        context.RequestServices.GetService<IUnauthorizedObserver>()?.OnUnauthorized(context.Request);
        metrics.Refused(verdict == TokenVerdict.Missing ? ErrorCode.MissingToken : ErrorCode.BadToken);
        if (lines.TryTake(out _))
            LogRefused(logger, RequestOrigin.Of(context), verdict);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return verdict == TokenVerdict.Missing
            ? ErrorResponse.WriteAsync(
                context,
                ErrorCode.MissingToken,
                "Send 'Authorization: Bearer TOKEN' or 'x-api-key: TOKEN'; this server requires a token.")
            : ErrorResponse.WriteAsync(
                context, ErrorCode.BadToken, "The token is not one that this server accepts.");
    }

    private static bool IsOpen(PathString path) => path.Value is "/health" or "/ready" or "/metrics"
        || ApiDocumentFeature.Has(path);

    [LoggerMessage(1001, LogLevel.Warning, "Refused a caller: token {Verdict}", EventName = "token_refused")]
    private static partial void LogRefused(ILogger logger, RequestOrigin origin, TokenVerdict verdict);
}
