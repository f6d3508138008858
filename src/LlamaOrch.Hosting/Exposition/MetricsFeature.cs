using LlamaOrch.Hosting.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Prometheus;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// One registry per daemon (several daemons share a process in the home profile) and its <c>/metrics</c>, in
/// Prometheus text or, when asked for by <c>Accept</c>, OpenMetrics.
/// </summary>
public static class MetricsFeature
{
    private const string OpenMetrics = "application/openmetrics-text";

    private static readonly RouteDoc Doc = new("meta", "The daemon's metrics, for Prometheus.")
    {
        Answer = typeof(string),
        ContentType = "text/plain",
        IsOpen = true,
    };

    /// <summary>Registers the daemon's registry.</summary>
    public static IServiceCollection AddMetricsExposition(this IServiceCollection services)
    {
        CollectorRegistry registry = Metrics.NewCustomRegistry();
        MetricFactory factory = Metrics.WithCustomRegistry(registry);
        // Else each observation looks for a trace to link to.
        factory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        return services.AddSingleton(registry).AddSingleton<IMetricFactory>(factory);
    }

    /// <summary>Maps <c>GET /metrics</c>.</summary>
    public static void MapMetricsExposition(this IEndpointRouteBuilder routes)
    {
        CollectorRegistry registry = routes.ServiceProvider.GetRequiredService<CollectorRegistry>();
        routes.MapGet("/metrics", context => WriteAsync(context, registry)).Describe(Doc);
    }

    private static Task WriteAsync(HttpContext context, CollectorRegistry registry)
    {
        bool openMetrics = context.Request.Headers.Accept.ToString().Contains(OpenMetrics, StringComparison.Ordinal);
        context.Response.ContentType = openMetrics
            ? $"{OpenMetrics}; version=1.0.0; charset=utf-8"
            : "text/plain; version=0.0.4; charset=utf-8";
        return registry.CollectAndExportAsTextAsync(
            context.Response.Body,
            openMetrics ? ExpositionFormat.OpenMetricsText : ExpositionFormat.PrometheusText,
            context.RequestAborted);
    }
}
