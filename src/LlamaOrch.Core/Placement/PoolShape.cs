using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Placement;

/// <summary>
/// What of a pool a task's wishes are about and what changes seldom: pools of one shape are judged together.
/// </summary>
/// <param name="Engine">The engine kind.</param>
/// <param name="ContextTokens">Context of one slot, tokens; 0 while unknown.</param>
/// <param name="DeviceMask">Its devices.</param>
internal readonly record struct PoolShape(string Engine, int ContextTokens, string DeviceMask) : IComparable<PoolShape>
{
    /// <summary>The shape of a pool.</summary>
    public static PoolShape Of(PoolSnapshot pool) => new(pool.Engine, pool.ContextTokens, pool.DeviceMask);

    /// <summary>A fixed order, so that whoever counts pools counts them alike.</summary>
    public int CompareTo(PoolShape other)
    {
        int byEngine = string.CompareOrdinal(Engine, other.Engine);
        if (byEngine != 0)
            return byEngine;
        int byContext = ContextTokens.CompareTo(other.ContextTokens);
        return byContext != 0 ? byContext : string.CompareOrdinal(DeviceMask, other.DeviceMask);
    }
}
