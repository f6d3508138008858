namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools whose context is known and too small.</summary>
public sealed class ContextFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "context";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.ContextTokens == 0 || request.ContextTokens <= candidate.Pool.ContextTokens;
}
