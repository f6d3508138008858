using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The metric families of tasks, by name.</summary>
internal sealed class TaskCollectors
{
    public const string CanceledByClient = "client";
    public const string CanceledByDisconnect = "disconnect";

    private static readonly string[] Place = ["engine", "pool_id", "node_id", "priority"];
    private static readonly string[] PlaceAndReason = [.. Place, "reason"];

    public TaskCollectors(MetricRegistry registry)
    {
        Enqueued = registry.CreateCounter("tasks_enqueued_total", "Tasks taken.", Place);
        Started = registry.CreateCounter("tasks_started_total", "Tasks whose answer has begun.", Place);
        Completed = registry.CreateCounter("tasks_completed_total", "Tasks that ended well.", Place);
        Failed = registry.CreateCounter("tasks_failed_total", "Tasks that ended with an error.", PlaceAndReason);
        Canceled = registry.CreateCounter("tasks_canceled_total", "Tasks ended by their client.", PlaceAndReason);
        Rejected = registry.CreateCounter("tasks_rejected_total", "Tasks not taken.", PlaceAndReason);
        FirstTokenMs = Latency(
            registry, "latency_first_token_ms",
            "From dispatch to the first token of a stream, or the first byte of another answer, milliseconds.",
            50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000);
        DecodeMs = Latency(
            registry, "latency_decode_ms", "From the first byte of the answer to its end, milliseconds.",
            250, 500, 750, 1000, 1500, 2000, 3000, 5000, 8000, 12000);
        PlacementMs = Latency(
            registry, "latency_placement_ms", "From admission to the slot, milliseconds, waiting included.",
            1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30000);
        AdmissionMs = Latency(
            registry, "latency_admission_ms", "From the request's arrival to its admission, milliseconds.",
            0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 250);
        TokensIn = registry.CreateCounter("tokens_in_total", "Prompt tokens.", ["engine", "pool_id", "model_id"]);
        TokensOut = registry.CreateCounter("tokens_out_total", "Generated tokens.", ["engine", "pool_id", "model_id"]);
    }

    /// <summary>Why tasks fail; each exists at 0 before it happens, and all others count as the defect that they
    /// are.</summary>
    public static ErrorCode[] FailureReasons { get; } =
    [
        ErrorCode.WorkerReset, ErrorCode.PoolUnavailable, ErrorCode.ReplicaExhausted, ErrorCode.DecodeTimeout,
        ErrorCode.InvalidParams, ErrorCode.Internal, ErrorCode.QueueFullDropLru, ErrorCode.PoolUnready,
        ErrorCode.ModelNotAvailable, ErrorCode.StorageUnavailable,
    ];

    /// <summary>Who ends tasks early.</summary>
    public static string[] CancelReasons { get; } = [CanceledByClient, CanceledByDisconnect];

    /// <summary>Why tasks are not taken; likewise.</summary>
    public static ErrorCode[] RejectionReasons { get; } =
    [
        ErrorCode.AdmissionReject, ErrorCode.InvalidParams, ErrorCode.ModelNotAvailable, ErrorCode.PoolUnready,
        ErrorCode.StorageUnavailable, ErrorCode.QueueFullDropLru, ErrorCode.DecodeTimeout, ErrorCode.QuotaExceeded,
        ErrorCode.Conflict, ErrorCode.Internal,
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

    /// <summary>Those that each pool has.</summary>
    public IEnumerable<Histogram> Latencies => [FirstTokenMs, DecodeMs, PlacementMs];

    private static Histogram Latency(MetricRegistry registry, string name, string help, params double[] bucketsMs) =>
        registry.CreateHistogram(name, help, bucketsMs, "engine", "pool_id", "priority");
}
