using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>Where a task wants to run, and where not.</summary>
public sealed record TaskPlacement
{
    /// <summary>Most pools in one list.</summary>
    public const int PoolsMax = 64;

    /// <summary>The pool that it must run on, or should when <c>allow_fallback</c> is set.</summary>
    public PoolId? Pin { get; init; }

    /// <summary>Pools to be used before others, at most 64.</summary>
    public IReadOnlyList<PoolId>? Prefer { get; init; }

    /// <summary>Pools not to be used, at most 64.</summary>
    public IReadOnlyList<PoolId>? Avoid { get; init; }

    /// <summary>The device mask that the pool must have, as the node's settings write it: <c>0,1</c>.</summary>
    public string? DeviceMask { get; init; }

    /// <summary>
    /// Whether another pool will do when the pinned or preferred ones can't take the task. Default: true for
    /// <c>prefer</c> and <c>avoid</c>, false for <c>pin</c>.
    /// </summary>
    public bool? AllowFallback { get; init; }
}
