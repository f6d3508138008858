namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out all but the pinned pool, unless the task may fall back.</summary>
public sealed class PinFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "pin";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Preferences is not { Pin: { } pin, AllowFallback: false } || pin == candidate.Pool.PoolId;
}
