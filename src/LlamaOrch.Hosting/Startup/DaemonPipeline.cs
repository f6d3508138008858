using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;

namespace LlamaOrch.Hosting.Startup;

/// <summary>What stands before every endpoint of both daemons, in order.</summary>
public static class DaemonPipeline
{
    /// <summary>
    /// Correlation, failures, tokens, then routing; what no route takes is answered in the error shape too.
    /// </summary>
    public static void UseDaemonPipeline(this WebApplication app)
    {
        app.UseMiddleware<CorrelationGate>();
        app.UseMiddleware<ExceptionGate>();
        app.UseMiddleware<TokenGate>();
        app.UseRouting();
        app.MapMetricsExposition();
    }
}
