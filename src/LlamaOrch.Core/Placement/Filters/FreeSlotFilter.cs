namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools whose slots are all held.</summary>
public sealed class FreeSlotFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "free_slot";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.SlotsHeld < candidate.Pool.SlotsTotal;
}
