namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out every pool while the model is retired.</summary>
public sealed class ActiveFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "active";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        !request.ModelRetired;
}
