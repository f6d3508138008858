namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools that rest since they failed, and those that are being tried with one request.</summary>
public sealed class RestFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "resting";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Rest == PoolRest.Awake || request.IgnoresRest;
}
