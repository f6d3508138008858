using LlamaOrch.Hosting.Exposition;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class MetricsFeature
{
    /// <summary>Creates every series before the first scrape: a counter born at 1 hides its first event.</summary>
    public static void CreateSeries(this IServiceProvider services)
    {
        services.GetRequiredService<PoolMetrics>();
        services.GetRequiredService<DeviceMetrics>();
        services.GetRequiredService<RegistrationMetrics>();
        HandoffMetrics handoff = services.GetRequiredService<HandoffMetrics>();
        HandoffScanner scanner = services.GetRequiredService<HandoffScanner>();
        // Counted at the scrape and not by the watcher, so that a watcher which stands still can't hide it.
        services.GetRequiredService<MetricRegistry>()
            .OnScrape(() => handoff.ShowPending(scanner.Pending()));
    }
}
