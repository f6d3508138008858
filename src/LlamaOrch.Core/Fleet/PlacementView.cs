using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>Tells changes that placement must know of from those that only monitoring sees.</summary>
internal static class PlacementView
{
    /// <summary>Whether a pool would be filtered or scored differently now.</summary>
    public static bool Differs(PoolRecord before, PoolRecord after)
    {
        PoolReport was = before.Report;
        PoolReport now = after.Report;
        return before.TakesWork != after.TakesWork
            || was.ModelId != now.ModelId
            || was.SlotsTotal != now.SlotsTotal
            || was.ContextTokens != now.ContextTokens
            || was.Engine != now.Engine
            || was.DeviceMask != now.DeviceMask
            || was.VramTotalBytes != now.VramTotalBytes
            || VramFreeSixteenths(was) != VramFreeSixteenths(now)
            || !was.ModelsAvailable.SequenceEqual(now.ModelsAvailable)
            || before.HeldElsewhere != after.HeldElsewhere;
    }

    /// <summary>
    /// Free device memory as placement sees it: in sixteenths of the total, or each heartbeat would be news.
    /// </summary>
    public static int VramFreeSixteenths(PoolReport report) => report.VramTotalBytes == 0
        ? 0
        : (int)(Math.Min(report.VramFreeBytes, report.VramTotalBytes) * (Int128)16 / report.VramTotalBytes);
}
