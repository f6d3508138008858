namespace LlamaOrch.Hosting.Timing;

/// <summary>
/// A clock that begins with the wall clock and goes on with the monotonic one, for everything that measures how long
/// something takes or that must be over at some time: a wall clock that is set, or corrected after a start without a
/// battery, must end nobody's wait. Times that outlive the process or are shown to people are the wall clock's.
/// </summary>
public sealed class SteadyTime(TimeProvider clock) : TimeProvider
{
    private readonly DateTimeOffset origin = clock.GetUtcNow();
    private readonly long started = clock.GetTimestamp();

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => origin + clock.GetElapsedTime(started);

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>A time of the wall clock, on this clock.</summary>
    public DateTimeOffset FromWall(DateTimeOffset wall) => wall - Ahead;

    /// <summary>A time of this clock, on the wall clock as it is set now.</summary>
    public DateTimeOffset ToWall(DateTimeOffset steady) => steady + Ahead;

    /// <summary>How far the wall clock has been set since the start.</summary>
    private TimeSpan Ahead
    {
        get
        {
            TimeSpan ahead = clock.GetUtcNow() - GetUtcNow();
            // The two are read one after the other, and a clock that was never set must not move a deadline at all.
            return ahead.Duration() < TimeSpan.FromMilliseconds(100) ? TimeSpan.Zero : ahead;
        }
    }
}
