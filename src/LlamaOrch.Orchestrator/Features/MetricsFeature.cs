using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class MetricsFeature
{
    /// <summary>Creates every series before the first scrape: a counter born at 1 hides its first event.</summary>
    public static void CreateSeries(this IServiceProvider services)
    {
        services.GetRequiredService<FleetMetrics>();
        services.GetRequiredService<NodeCertificates>();
        services.GetRequiredService<TaskMetrics>();
        services.GetRequiredService<QueueMetrics>();
        services.GetRequiredService<CatalogMetrics>();
        services.GetRequiredService<ArtifactMetrics>();
        services.GetRequiredService<PlacementMetrics>();
        services.GetRequiredService<StorageMetrics>();
    }
}
