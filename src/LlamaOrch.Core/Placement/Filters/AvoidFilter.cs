namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out the pools that the client wants to avoid.</summary>
public sealed class AvoidFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "avoid";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Preferences is not { Avoid: { Count: > 0 } avoided } || !avoided.Contains(candidate.Pool.PoolId);
}
