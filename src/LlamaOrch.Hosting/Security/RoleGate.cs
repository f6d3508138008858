using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// After routing: lets a caller only to the endpoints of its role. An endpoint that names no role has the daemon's.
/// </summary>
public sealed partial class RoleGate(
    RequestDelegate next,
    RequiredRole otherwise,
    DaemonMetrics metrics,
    TimeProvider time,
    ILogger<RoleGate> logger)
{
    private readonly LineBudget lines = new(time, LineBudget.RefusalsPerSecondMax);

    /// <summary>Judges the caller, then goes on or answers 403.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // No key: no token is required, or the endpoint is open to everybody.
        if (context.Features.Get<ApiKey>() is not ApiKey caller || context.GetEndpoint() is not Endpoint endpoint)
            return next(context);
        ApiRole needed = (endpoint.Metadata.GetMetadata<RequiredRole>() ?? otherwise).Role;
        if (caller.May(needed))
            return next(context);

        context.RequestServices.GetService<IUnauthorizedObserver>()?.OnUnauthorized(context.Request);
        metrics.Refused(ErrorCode.Forbidden);
        if (lines.TryTake(out _))
            LogForbidden(logger, RequestOrigin.Of(context), caller.Name, needed);
        return ErrorResponse.WriteAsync(
            context,
            ErrorCode.Forbidden,
            $"The key of '{caller.Name}' has the role {caller.Role}; this needs {needed} or {ApiRole.Admin}.");
    }

    [LoggerMessage(1004, LogLevel.Warning, "Refused '{Caller}': needs role {Needed}", EventName = "role_refused")]
    private static partial void LogForbidden(ILogger logger, RequestOrigin origin, string caller, ApiRole needed);
}
