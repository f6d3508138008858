using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Requests;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Hosting.Startup;

/// <summary>What stands before every endpoint of both daemons, in order.</summary>
public static class DaemonPipeline
{
    /// <summary>
    /// Correlation, failures, other pages' preflights, tokens, routing, roles; what no route takes is answered in the
    /// error shape too.
    /// </summary>
    /// <param name="app">The daemon.</param>
    /// <param name="otherwise">The role for endpoints that name none.</param>
    public static void UseDaemonPipeline(this WebApplication app, ApiRole otherwise)
    {
        app.UseMiddleware<CorrelationGate>();
        app.UseMiddleware<ExceptionGate>();
        app.UseCrossOrigin();
        app.UseMiddleware<HeadGate>();
        app.UseMiddleware<TokenGate>();
        app.UseRouting();
        app.UseMiddleware<RoleGate>(new RequiredRole(otherwise));
        app.MapMetricsExposition();
        app.Services.GetRequiredService<LoggingEndpoints>().Map(app);
        app.MapApiDocument();
    }
}
