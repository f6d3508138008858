namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that only finish what they have.</summary>
public sealed class DrainingFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "draining";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        !candidate.Pool.Draining;
}
