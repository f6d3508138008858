namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that the task has failed on.</summary>
public sealed class AvoidFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "avoid";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Avoid.Count == 0 || !request.Avoid.Contains(candidate.Pool.PoolId);
}
