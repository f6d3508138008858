namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that serve another model, even where the model is staged beside them.</summary>
public sealed class ModelFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "model";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.ModelId == request.Model;
}
