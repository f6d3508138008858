using System.Collections.Frozen;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// The fields of the schema that a parameter of a log method becomes by its name; <c>docs/reference/logs.md</c> says
/// what each means.
/// </summary>
public static class LogFields
{
    /// <summary>The client's request.</summary>
    public static LogField CorrelationId { get; } = new(0, "correlation_id", IsNumber: false);

    /// <summary>Its trace.</summary>
    public static LogField TraceId { get; } = new(1, "trace_id", IsNumber: false);

    /// <summary>The task.</summary>
    public static LogField JobId { get; } = new(2, "job_id", IsNumber: false);

    /// <summary>The session.</summary>
    public static LogField SessionId { get; } = new(3, "session_id", IsNumber: false);

    /// <summary>The node.</summary>
    public static LogField NodeId { get; } = new(4, "node_id", IsNumber: false);

    /// <summary>The pool.</summary>
    public static LogField PoolId { get; } = new(5, "pool_id", IsNumber: false);

    /// <summary>The replica of the control plane.</summary>
    public static LogField ReplicaId { get; } = new(6, "replica_id", IsNumber: false);

    /// <summary>The kind of engine.</summary>
    public static LogField Engine { get; } = new(7, "engine", IsNumber: false);

    /// <summary>The engine's version.</summary>
    public static LogField EngineVersion { get; } = new(8, "engine_version", IsNumber: false);

    /// <summary>How many were in front.</summary>
    public static LogField QueuePosition { get; } = new(9, "queue_position", IsNumber: true);

    /// <summary>When it was to start, ms.</summary>
    public static LogField PredictedStartMs { get; } = new(10, "predicted_start_ms", IsNumber: true);

    /// <summary>Tokens of the prompt.</summary>
    public static LogField TokensIn { get; } = new(11, "tokens_in", IsNumber: true);

    /// <summary>Tokens of the answer.</summary>
    public static LogField TokensOut { get; } = new(12, "tokens_out", IsNumber: true);

    /// <summary>From the first byte of the answer to the last, ms.</summary>
    public static LogField DecodeTimeMs { get; } = new(13, "decode_time_ms", IsNumber: true);

    /// <summary>All, in the schema's order.</summary>
    public static IReadOnlyList<LogField> All { get; } =
    [
        CorrelationId, TraceId, JobId, SessionId, NodeId,
        PoolId, ReplicaId, Engine, EngineVersion, QueuePosition,
        PredictedStartMs, TokensIn, TokensOut, DecodeTimeMs,
    ];

    private static readonly FrozenDictionary<string, LogField> ByName = All
        .Select(field => KeyValuePair.Create(field.Name, field))
        // What the code calls a task is a job in logs.
        .Append(KeyValuePair.Create("task_id", JobId))
        .ToFrozenDictionary();

    /// <summary>The field of a name; null for any other name.</summary>
    /// <param name="name">In snake case.</param>
    internal static LogField? Find(string name) => ByName.GetValueOrDefault(name);
}
