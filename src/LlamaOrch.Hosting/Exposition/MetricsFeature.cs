using LlamaOrch.Hosting.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// One registry per daemon (several daemons share a process in the home profile) and its <c>/metrics</c>, in
/// Prometheus text or, when <c>Accept</c> prefers it, OpenMetrics.
/// </summary>
public static class MetricsFeature
{
    private const string VaryHeader = "Accept, Accept-Encoding";

    private static readonly RouteDoc Doc = new("meta", "The daemon's metrics, for Prometheus.")
    {
        Id = "getMetrics",
        Answer = typeof(string),
        ContentType = "text/plain",
        IsOpen = true,
    };

    /// <summary>Registers the daemon's registry, with what every daemon shows.</summary>
    public static IServiceCollection AddMetricsExposition(this IServiceCollection services) => services
        .AddSingleton<MetricRegistry>()
        .AddSingleton<DaemonMetrics>();

    /// <summary>Maps <c>GET /metrics</c>.</summary>
    public static void MapMetricsExposition(this IEndpointRouteBuilder routes)
    {
        MetricRegistry registry = routes.ServiceProvider.GetRequiredService<MetricRegistry>();
        routes.ServiceProvider.GetRequiredService<DaemonMetrics>();
        routes.MapGet("/metrics", context => WriteAsync(context, registry)).Describe(Doc);
    }

    private static Task WriteAsync(HttpContext context, MetricRegistry registry)
    {
        bool openMetrics = AcceptedFormat.IsOpenMetrics(context.Request.Headers.Accept);
        bool isGzip = AcceptedFormat.IsGzip(context.Request.Headers.AcceptEncoding);
        ScrapeText text = registry.Collect(openMetrics, isGzip);
        context.Response.Headers.Vary = VaryHeader;
        if (isGzip)
            context.Response.Headers.ContentEncoding = AcceptedFormat.Gzip;
        context.Response.ContentType = openMetrics ? AcceptedFormat.OpenMetrics : AcceptedFormat.PrometheusText;
        context.Response.ContentLength = text.Bytes;
        return text.WriteAsync(context.Response.BodyWriter, context.RequestAborted);
    }
}
