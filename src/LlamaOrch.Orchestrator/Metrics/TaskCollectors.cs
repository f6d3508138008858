using Prometheus;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The metric families of tasks, by name.</summary>
internal sealed class TaskCollectors
{
    public const string CanceledByClient = "client";
    public const string CanceledByDisconnect = "disconnect";

    private static readonly string[] Place = ["engine", "pool_id", "node_id", "priority"];
    private static readonly string[] PlaceAndReason = [.. Place, "reason"];

    public TaskCollectors(IMetricFactory factory)
    {
        Enqueued = factory.CreateCounter("tasks_enqueued_total", "Tasks taken.", Place);
        Started = factory.CreateCounter("tasks_started_total", "Tasks whose answer has begun.", Place);
        Completed = factory.CreateCounter("tasks_completed_total", "Tasks that ended well.", Place);
        Failed = factory.CreateCounter("tasks_failed_total", "Tasks that ended with an error.", PlaceAndReason);
        Canceled = factory.CreateCounter("tasks_canceled_total", "Tasks ended by their client.", PlaceAndReason);
        Rejected = factory.CreateCounter("tasks_rejected_total", "Tasks not taken.", PlaceAndReason);
        FirstTokenMs = Latency(
            factory, "latency_first_token_ms", "From dispatch to the first byte of the answer, milliseconds.",
            50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000);
        DecodeMs = Latency(
            factory, "latency_decode_ms", "From the first byte of the answer to its end, milliseconds.",
            250, 500, 750, 1000, 1500, 2000, 3000, 5000, 8000, 12000);
        PlacementMs = Latency(
            factory, "latency_placement_ms", "From admission to the slot, milliseconds, waiting included.",
            1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30000);
        AdmissionMs = Latency(
            factory, "latency_admission_ms", "From the request's arrival to its admission, milliseconds.",
            0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 250);
        TokensIn = factory.CreateCounter("tokens_in_total", "Prompt tokens.", ["engine", "pool_id", "model_id"]);
        TokensOut = factory.CreateCounter("tokens_out_total", "Generated tokens.", ["engine", "pool_id", "model_id"]);
    }

    /// <summary>Why tasks fail; each exists at 0 before it happens.</summary>
    public static ErrorCode[] FailureReasons { get; } =
    [
        ErrorCode.WorkerReset, ErrorCode.PoolUnavailable, ErrorCode.ReplicaExhausted, ErrorCode.DecodeTimeout,
        ErrorCode.InvalidParams, ErrorCode.Internal, ErrorCode.QueueFullDropLru,
    ];

    /// <summary>Who ends tasks early.</summary>
    public static string[] CancelReasons { get; } = [CanceledByClient, CanceledByDisconnect];

    /// <summary>Why tasks are not taken.</summary>
    public static ErrorCode[] RejectionReasons { get; } =
    [
        ErrorCode.AdmissionReject, ErrorCode.InvalidParams, ErrorCode.ModelNotAvailable, ErrorCode.PoolUnready,
        ErrorCode.StorageUnavailable, ErrorCode.QueueFullDropLru, ErrorCode.DecodeTimeout,
    ];

    public Counter Enqueued { get; }

    public Counter Started { get; }

    public Counter Completed { get; }

    public Counter Failed { get; }

    public Counter Canceled { get; }

    public Counter Rejected { get; }

    public Histogram FirstTokenMs { get; }

    public Histogram DecodeMs { get; }

    public Histogram PlacementMs { get; }

    public Histogram AdmissionMs { get; }

    public Counter TokensIn { get; }

    public Counter TokensOut { get; }

    public IEnumerable<Histogram> Latencies => [FirstTokenMs, DecodeMs, PlacementMs, AdmissionMs];

    private static Histogram Latency(IMetricFactory factory, string name, string help, params double[] bucketsMs) =>
        factory.CreateHistogram(
            name, help, ["engine", "pool_id", "priority"], new HistogramConfiguration { Buckets = bucketsMs });
}
