using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Tasks;

/// <summary>Where a task is in its life.</summary>
public sealed record TaskState
{
    /// <summary>A task that has just been taken.</summary>
    public static TaskState Taken { get; } = new();

    /// <summary>What everybody sees.</summary>
    public TaskPhase Phase { get; init; }

    /// <summary>The pool that runs or ran it; null before the first.</summary>
    public PoolId? PoolId { get; init; }

    /// <summary>That pool's node.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>Its end, from the moment at which that is certain; seen by nobody before it is on disk.</summary>
    public TaskOutcome? Outcome { get; init; }

    /// <summary>How often the end could not be written.</summary>
    public int OutcomeFailures { get; init; }
}
