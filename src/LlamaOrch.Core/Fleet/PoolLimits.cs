namespace LlamaOrch.Core.Fleet;

/// <summary>Bounds on what a node may report of a pool.</summary>
public static class PoolLimits
{
    /// <summary>Most slots of one pool: beyond what any engine batches.</summary>
    public const int SlotsMax = 4096;
}
