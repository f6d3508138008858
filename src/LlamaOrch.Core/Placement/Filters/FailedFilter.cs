namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that the task has failed on, for as long as it is not to go back to them.</summary>
public sealed class FailedFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "failed";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Barred is not { Count: > 0 } barred || !barred.Contains(candidate.Pool.PoolId);
}
