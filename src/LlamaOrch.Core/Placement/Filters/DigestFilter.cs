using LlamaOrch.Contracts.Catalog;

namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools whose model file is not the catalog's, or not known to be yet.</summary>
public sealed class DigestFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "digest";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.Verification is not (VerificationResult.Mismatch or VerificationResult.Pending);
}
