using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>Whether the database answers and takes writes, and how fast.</summary>
internal sealed class StorageMetrics
{
    // Milliseconds; a commit takes below one on a good disk, and hundreds behind a busy one.
    private static readonly double[] BucketsMs = [0.5, 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000];

    private readonly GaugeSeries available;
    private readonly Counter setAside;
    private volatile bool isReadable = true;
    private volatile bool isWritable = true;

    public StorageMetrics(MetricRegistry registry)
    {
        available = registry.CreateGauge(
            "storage_available", "1 while the database answers and takes writes, else 0.").WithLabels();
        Counter errors = registry.CreateCounter(
            "storage_errors_total", "Operations of the journal of tasks that failed.", "operation");
        Histogram duration = registry.CreateHistogram(
            "storage_operation_duration_ms",
            "How long operations of the journal of tasks took, milliseconds; a write until it is durable.",
            BucketsMs,
            "operation");
        setAside = registry.CreateCounter(
            "storage_rows_set_aside_total",
            "Rows of the database that can't be read and are left out; the log names each.",
            "kind");
        foreach (RowKind kind in Enum.GetValues<RowKind>())
            setAside.WithLabels(Word(kind));
        (ReadErrors, WriteErrors) = (errors.WithLabels("read"), errors.WithLabels("write"));
        (ReadMs, WriteMs) = (duration.WithLabels("read"), duration.WithLabels("write"));
        Show();
    }

    public CounterSeries ReadErrors { get; }

    public CounterSeries WriteErrors { get; }

    public HistogramSeries ReadMs { get; }

    public HistogramSeries WriteMs { get; }

    /// <summary>Whether the last read could be done.</summary>
    public bool IsReadable
    {
        get => isReadable;
        set
        {
            isReadable = value;
            Show();
        }
    }

    /// <summary>Whether the last write could be done.</summary>
    public bool IsWritable
    {
        get => isWritable;
        set
        {
            isWritable = value;
            Show();
        }
    }

    /// <summary>The word of a kind of rows.</summary>
    public static string Word(RowKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>A row can't be read.</summary>
    public void SetAside(RowKind kind) => setAside.WithLabels(Word(kind)).Inc();

    /// <summary>Whether tasks can be taken.</summary>
    public bool IsAvailable => isReadable && isWritable;

    private void Show() => available.Set(IsAvailable ? 1 : 0);
}
