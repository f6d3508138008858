using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Core.Tasks;

/// <summary>A task as the journal keeps it: all that is needed to run it again or to answer for it.</summary>
public sealed record JournaledTask
{
    /// <summary>Its wish for a slot, its deadline included.</summary>
    public required SlotRequest Slot { get; init; }

    /// <summary>Its place in the model's queue.</summary>
    public required long Place { get; init; }

    /// <summary>How many were in front when it was taken.</summary>
    public int QueuePosition { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The engine route that its body is for.</summary>
    public required string Route { get; init; }

    /// <summary>What goes to the engine; empty once the task has ended.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Hash of the client's body: tells a repeated request from another one with the same id.</summary>
    public required string BodyHash { get; init; }

    /// <summary>The correlation id of the request that brought it.</summary>
    public required string CorrelationId { get; init; }

    /// <summary>The W3C trace context of that request; null for none.</summary>
    public string? TraceParent { get; init; }

    /// <summary>How many times the control plane has started since the task was taken.</summary>
    public int Life { get; init; }

    /// <summary>Whether somebody may have seen a token of it.</summary>
    public bool Delivered { get; init; }

    /// <summary>Its end; null while it has none.</summary>
    public TaskOutcome? Outcome { get; init; }

    /// <summary>The task's id.</summary>
    public TaskId TaskId => Slot.TaskId;
}
