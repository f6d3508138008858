using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>Reloads of the placement policy.</summary>
internal sealed class PlacementMetrics
{
    public PlacementMetrics(MetricRegistry registry)
    {
        Counter reloads = registry.CreateCounter(
            "placement_reloads_total", "Reloads of the placement settings; after an error the old ones stay.",
            ["outcome"]);
        Reloaded = reloads.WithLabels("success");
        ReloadFailed = reloads.WithLabels("error");
    }

    /// <summary>Settings that were read and are in force.</summary>
    public CounterSeries Reloaded { get; }

    /// <summary>Settings that were not valid.</summary>
    public CounterSeries ReloadFailed { get; }
}
