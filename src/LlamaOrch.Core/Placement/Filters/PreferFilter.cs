namespace LlamaOrch.Core.Placement.Filters;

/// <summary>
/// Leaves out all but the preferred pools when the task may not fall back; a pinned pool goes before them.
/// </summary>
public sealed class PreferFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "prefer";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Preferences is not { Pin: null, Prefer: { Count: > 0 } preferred, AllowFallback: false }
        || preferred.Contains(candidate.Pool.PoolId);
}
