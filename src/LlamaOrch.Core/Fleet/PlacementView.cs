using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>Tells changes that placement must know of from those that only monitoring sees.</summary>
internal static class PlacementView
{
    /// <summary>Whether a pool would be filtered, scored or described differently now.</summary>
    public static bool Differs(PoolRecord before, PoolRecord after)
    {
        PoolReport was = before.Report;
        PoolReport now = after.Report;
        return before.TakesWork != after.TakesWork
            || before.WillTakeWork != after.WillTakeWork
            || before.Verification != after.Verification
            || was.ModelId != now.ModelId
            || was.SlotsTotal != now.SlotsTotal
            || was.ContextTokens != now.ContextTokens
            || was.Engine != now.Engine
            || was.EngineVersion != now.EngineVersion
            || was.DeviceMask != now.DeviceMask
            || was.VramTotalBytes != now.VramTotalBytes
            || before.VramFreeSixteenths != after.VramFreeSixteenths
            || !was.ModelsAvailable.SequenceEqual(now.ModelsAvailable)
            || before.HeldElsewhere != after.HeldElsewhere;
    }
}
