namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools on other devices than the task wants.</summary>
public sealed class DeviceMaskFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "device_mask";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        request.Preferences?.DeviceMask is not string mask || mask == candidate.Pool.DeviceMask;
}
