using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>What is kept, and what became of the records of tasks.</summary>
internal sealed class ArtifactMetrics
{
    private readonly GaugeSeries bytes;
    private readonly CounterSeries written;
    private readonly CounterSeries lost;

    public ArtifactMetrics(MetricRegistry registry)
    {
        bytes = registry.CreateGauge("artifacts_bytes", "Size of all artifacts together, bytes.").WithLabels();
        Counter records = registry.CreateCounter(
            "task_records_total",
            "Records of tasks that were written, or lost because they could not be.",
            ["outcome"]);
        written = records.WithLabels("written");
        lost = records.WithLabels("lost");
    }

    public void ShowBytes(long total) => bytes.Set(total);

    public void RecordsWritten(int count) => written.Inc(count);

    public void RecordsLost(int count) => lost.Inc(count);
}
