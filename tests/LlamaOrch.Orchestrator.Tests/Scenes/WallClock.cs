namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>The system's time, whose wall clock a test can set while timers and the monotonic clock go on.</summary>
internal sealed class WallClock : TimeProvider
{
    private long aheadTicks;

    /// <summary>Sets the wall clock forward, or back.</summary>
    public void SetForward(TimeSpan by) => Interlocked.Add(ref aheadTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref aheadTicks));
}
