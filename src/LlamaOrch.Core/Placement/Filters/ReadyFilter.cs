namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that did not answer last, or whose engine is not ready.</summary>
public sealed class ReadyFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "ready";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.Ready;
}
