using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>A task that waits.</summary>
/// <param name="Arrival">When it came, as a number; kept when it has to go elsewhere.</param>
/// <param name="Request">What it wants.</param>
/// <param name="Fresh">Whether it has never had a slot.</param>
internal sealed record Waiter(long Arrival, SlotRequest Request, bool Fresh)
{
    /// <summary>Whether any pool will do for it.</summary>
    public bool IsUndemanding =>
        Request is { ContextTokens: 0, Engine: null, Preferences: null, Avoid.Count: 0 };

    /// <summary>Whether every slot that suits another task suits this one.</summary>
    public bool IsEasierThan(SlotRequest other) => Request.ContextTokens <= other.ContextTokens
        && (Request.Engine is null || Request.Engine == other.Engine)
        && (Request.Preferences is null || Request.Preferences == other.Preferences)
        && Request.Avoid.All(other.Avoid.Contains);
}
