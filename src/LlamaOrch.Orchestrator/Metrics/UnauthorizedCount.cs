using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>Counts refused callers of the nodes plane, by what they tried and by nothing that they sent.</summary>
internal sealed class UnauthorizedCount(FleetMetrics metrics) : IUnauthorizedObserver
{
    public void OnUnauthorized(HttpRequest request)
    {
        if (!request.Path.StartsWithSegments("/v2/nodes", StringComparison.Ordinal, out PathString rest))
            return;
        if (HttpMethods.IsDelete(request.Method))
            metrics.Deregistered(FleetMetrics.Unauthorized);
        else if (rest == "/register")
            metrics.Registered(FleetMetrics.Unauthorized);
        else if (rest.Value!.EndsWith("/heartbeat", StringComparison.Ordinal))
            metrics.Heartbeat(null, FleetMetrics.Unauthorized);
    }
}
