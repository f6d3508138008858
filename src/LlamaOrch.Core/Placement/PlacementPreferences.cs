using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement;

/// <summary>Where a client wants its task to run, and where not.</summary>
/// <param name="Pin">The one pool to use; null for any.</param>
/// <param name="Prefer">Pools to be used before others.</param>
/// <param name="Avoid">Pools not to be used.</param>
/// <param name="DeviceMask">The device mask that the pool must have; null for any.</param>
/// <param name="AllowFallback">Whether another pool will do when the wanted ones can't take the task.</param>
public sealed record PlacementPreferences(
    PoolId? Pin, IReadOnlyList<PoolId> Prefer, IReadOnlyList<PoolId> Avoid, string? DeviceMask, bool AllowFallback);
