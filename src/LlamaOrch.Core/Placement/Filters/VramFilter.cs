namespace LlamaOrch.Core.Placement.Filters;

/// <summary>
/// Leaves out pools whose devices have less free memory than the policy demands: their engine is about to run out of
/// it. Pools without device memory are not judged.
/// </summary>
public sealed class VramFilter(long freeBytesMin) : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "vram";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        freeBytesMin == 0
        || candidate.Pool.VramTotalBytes == 0
        || candidate.Pool.VramFreeBytes >= freeBytesMin;
}
