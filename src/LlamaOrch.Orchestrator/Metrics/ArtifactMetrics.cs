using Prometheus;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>What is kept, and what became of the records of tasks.</summary>
internal sealed class ArtifactMetrics
{
    private readonly Gauge bytes;
    private readonly Counter.Child written;
    private readonly Counter.Child lost;

    public ArtifactMetrics(IMetricFactory factory)
    {
        bytes = factory.CreateGauge("artifacts_bytes", "Size of all artifacts together, bytes.");
        Counter records = factory.CreateCounter(
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
