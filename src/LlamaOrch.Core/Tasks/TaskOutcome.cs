using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Tasks;

/// <summary>How a task ended.</summary>
public sealed record TaskOutcome
{
    /// <summary><c>Completed</c>, <c>Failed</c> or <c>Canceled</c>.</summary>
    public required TaskPhase Phase { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Why it failed; null otherwise.</summary>
    public ErrorBody? Error { get; init; }

    /// <summary>What its work amounted to.</summary>
    public TaskWork Work { get; init; } = TaskWork.None;

    /// <summary>The pool that ran it last; null when none did.</summary>
    public PoolId? PoolId { get; init; }

    /// <summary>That pool's node.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>
    /// What it came to, packed, as the journal keeps it; null where that is nothing or too much, and in memory.
    /// </summary>
    public byte[]? Result { get; init; }

    /// <summary>Id of its last event, which tells the end; 0 while it is not sealed.</summary>
    public long LastEventId { get; init; }
}
