using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>A request for an engine, for the log.</summary>
/// <param name="Origin">What it is known by.</param>
/// <param name="Status">Its pool as it was then.</param>
/// <param name="Task">The task; null where the caller does not say.</param>
internal readonly record struct InferFacts(RequestOrigin Origin, PoolStatus Status, string? Task) : ILogFields
{
    /// <summary>How long it took; null while it runs.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>From the first byte of its answer to the last; null where there was none.</summary>
    public TimeSpan? Decode { get; init; }

    /// <summary>The HTTP status that the caller got; null while there is none.</summary>
    public int? HttpStatus { get; init; }

    public void AddTo(LogLine line)
    {
        line.Set(Origin);
        line.SetId(LogFields.JobId, Task);
        line.Set("engine", Status.Attachment?.Kind);
        line.Set("engine_version", Status.Properties?.Version is { Length: > 0 } version ? version : null);
        line.Set("model_id", Status.Properties?.ModelId);
        line.Set("duration", Duration);
        line.Set(LogFields.DecodeTimeMs, Decode);
        line.Set("status", HttpStatus);
    }
}
