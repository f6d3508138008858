namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>Prefers pools with a greater share of free slots: <c>1 - held / total</c>.</summary>
public sealed class FreeSlotsScorer : IPlacementScorer
{
    /// <inheritdoc/>
    public string Name => "free_slots";

    /// <inheritdoc/>
    public double Score(in PoolCandidate candidate, in PlacementRequest request) =>
        Math.Max(0, 1.0 - candidate.Load);
}
