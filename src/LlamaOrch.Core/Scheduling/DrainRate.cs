namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// How fast a queue empties, from the times at which slots came back while tasks waited. Time without a queue says
/// nothing about it and is left out.
/// </summary>
/// <param name="waitMax">How long a task may wait: by then a place has become free, come what may.</param>
internal sealed class DrainRate(TimeSpan waitMax)
{
    // A weight of 1/8 forgets a burst after about ten releases and still smooths single long answers.
    private const double Weight = 0.125;

    private DateTimeOffset? since;
    private double? intervalMs;

    /// <summary>The queue has its first task.</summary>
    public void Begin(DateTimeOffset now) => since ??= now;

    /// <summary>A slot came back; <paramref name="queued"/> tells whether somebody waited for it.</summary>
    public void Released(DateTimeOffset now, bool queued)
    {
        if (!queued)
        {
            since = null;
            return;
        }

        if (since is DateTimeOffset before)
        {
            double sample = Math.Max(0, (now - before).TotalMilliseconds);
            intervalMs = intervalMs is double known ? known + (Weight * (sample - known)) : sample;
        }

        since = now;
    }

    /// <summary>
    /// Milliseconds until one more place is free, from 1 to the longest wait: as slots came back lately, or as long as
    /// none has where that is more; before the first did, as long as the queue has waited for one. Null without a
    /// queue.
    /// </summary>
    public long? NextPlaceMs(DateTimeOffset now)
    {
        if (since is not DateTimeOffset before)
            return intervalMs is double known ? Bounded(known) : null;
        return Bounded(Math.Max(intervalMs ?? 0, (now - before).TotalMilliseconds));
    }

    private long Bounded(double ms) => (long)Math.Ceiling(Math.Clamp(ms, 1, Math.Max(1, waitMax.TotalMilliseconds)));
}
