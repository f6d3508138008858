using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Core.Fleet;

/// <summary>What came of a fleet event.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Effects">What the shell has to do, in order.</param>
/// <param name="Refusal">Why the event was refused; null when it was taken.</param>
public sealed record FleetDecision(FleetState State, IReadOnlyList<FleetEffect> Effects, ErrorBody? Refusal = null);
