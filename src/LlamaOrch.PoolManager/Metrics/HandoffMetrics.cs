using LlamaOrch.Hosting.Exposition;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>
/// Handoff files. A file's name is a label only when the node has that pool; all others share one series.
/// </summary>
internal sealed class HandoffMetrics
{
    // Milliseconds; reading a small local file takes well under one.
    private static readonly double[] BucketsMs = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2000, 2500, 5000];

    private readonly PoolDirectory pools;
    private readonly Counter processed;
    private readonly Histogram duration;
    private readonly Gauge pending;
    private readonly GaugeSeries lastScan;

    public HandoffMetrics(MetricRegistry registry, PoolDirectory pools)
    {
        this.pools = pools;
        processed = registry.CreateCounter(
            "pool_handoff_files_processed_total", "Handoff files read, new or changed.", ["pool_id", "outcome"]);
        duration = registry.CreateHistogram(
            "pool_handoff_processing_duration_ms",
            "How long reading and checking a handoff file took, milliseconds.",
            BucketsMs,
            "pool_id");
        pending = registry.CreateGauge(
            "pool_handoff_files_pending", "Handoff files that are there and not processed yet.", ["pool_id"]);
        lastScan = registry.CreateGauge(
            "pool_handoff_last_scan_timestamp_seconds", "When the folder was last read to its end; 0 before.")
            .WithLabels();
        CreatePool(Outcomes.Unknown);
        foreach (Pool pool in pools.All)
            CreatePool(pool.PoolId.Value);
        pools.Added += pool => CreatePool(pool.PoolId.Value);
    }

    /// <summary>A file was read.</summary>
    public void Processed(string name, bool valid, TimeSpan took)
    {
        string label = Label(name);
        processed.WithLabels(label, valid ? Outcomes.Success : Outcomes.Error).Inc();
        duration.WithLabels(label).Observe(took.TotalMilliseconds);
    }

    /// <summary>The folder was read to its end.</summary>
    public void Scanned(DateTimeOffset at) => lastScan.Set(at.ToUnixTimeMilliseconds() / 1000.0);

    /// <summary>Shows what waits, by file name.</summary>
    public void ShowPending(IReadOnlyList<string> names)
    {
        ILookup<string, string> byLabel = names.ToLookup(Label);
        foreach (string label in pools.All.Select(pool => pool.PoolId.Value).Append(Outcomes.Unknown))
            pending.WithLabels(label).Set(byLabel[label].Count());
    }

    private string Label(string name) => pools.Find(name) is null ? Outcomes.Unknown : name;

    private void CreatePool(string poolId)
    {
        processed.WithLabels(poolId, Outcomes.Success);
        processed.WithLabels(poolId, Outcomes.Error);
        duration.WithLabels(poolId);
        pending.WithLabels(poolId);
    }
}
