using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>Where a task wants to run, and where not.</summary>
public sealed record TaskPlacement
{
    /// <summary>Most pools in one list.</summary>
    public const int PoolsMax = 64;

    /// <summary>The pool that it must run on, or should when <see cref="AllowFallback"/> is set.</summary>
    public PoolId? Pin { get; init; }

    /// <summary>Pools to be used before others, at most <see cref="PoolsMax"/>.</summary>
    public IReadOnlyList<PoolId>? Prefer { get; init; }

    /// <summary>Pools not to be used, at most <see cref="PoolsMax"/>.</summary>
    public IReadOnlyList<PoolId>? Avoid { get; init; }

    /// <summary>The device mask that the pool must have, as the node's settings write it: <c>0,1</c>.</summary>
    public string? DeviceMask { get; init; }

    /// <summary>
    /// Whether another pool will do when the pinned or preferred ones can't take the task. Default: true for
    /// <see cref="Prefer"/> and <see cref="Avoid"/>, false for <see cref="Pin"/>.
    /// </summary>
    public bool? AllowFallback { get; init; }
}
