namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>
/// Prefers pools with a greater share of free device memory: <c>free / total</c> in sixteenths, 0 without devices.
/// </summary>
public sealed class FreeVramScorer : IPlacementScorer
{
    /// <inheritdoc/>
    public string Name => "free_vram";

    /// <inheritdoc/>
    public double Score(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.VramFreeSixteenths / 16.0;
}
