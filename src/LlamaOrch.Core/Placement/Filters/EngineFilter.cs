namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools of another engine kind than the task wants.</summary>
public sealed class EngineFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Engine is null || request.Engine == candidate.Pool.Engine;
}
