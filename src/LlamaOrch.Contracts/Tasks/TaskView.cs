using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>A task as <c>GET /v2/tasks/{id}</c> shows it, and as 202 answers.</summary>
public sealed record TaskView
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>
    /// <c>queued</c>, <c>dispatched</c>, <c>streaming</c>, <c>completed</c>, <c>failed</c> or <c>canceled</c>.
    /// </summary>
    public required string State { get; init; }

    /// <summary>The model.</summary>
    public required ModelId Model { get; init; }

    /// <summary>The conversation.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary><c>interactive</c> or <c>batch</c>.</summary>
    public required string Priority { get; init; }

    /// <summary>
    /// How many start before it, 0 for the next one: now while it waits, as it was at its admission afterwards.
    /// </summary>
    public required int QueuePosition { get; init; }

    /// <summary>
    /// When it starts, milliseconds: from now while it waits, as it was at its admission while it runs. Absent while
    /// nothing is known to base it on, and once it has ended.
    /// </summary>
    public long? PredictedStartMs { get; init; }

    /// <summary>
    /// How likely the real wait is within a quarter of the predicted one, or within 100 ms where that is more, 0 to 1.
    /// Absent with the prediction.
    /// </summary>
    public double? PredictionConfidence { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The pool that runs or ran it.</summary>
    public PoolId? PoolId { get; init; }

    /// <summary>The node that runs or ran it.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>Generated tokens so far.</summary>
    public int TokensOut { get; init; }

    /// <summary>When it ended; absent while it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed.</summary>
    public ErrorBody? Error { get; init; }

    /// <summary>The record of it, once it has ended and the record is written: see <c>/v2/artifacts/{id}</c>.</summary>
    public Sha256Digest? ArtifactId { get; init; }

    /// <summary>Where its events are.</summary>
    public string EventsUrl => $"/v2/tasks/{TaskId}/events";
}
