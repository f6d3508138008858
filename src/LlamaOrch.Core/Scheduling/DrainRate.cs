namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// How fast a queue empties, from the times at which slots came back while tasks waited. Time without a queue says
/// nothing about it and is left out.
/// </summary>
internal sealed class DrainRate
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
    /// Milliseconds until one more place is free, at least 1: as slots came back lately, and before the first did, as
    /// long as the queue has waited for one. Null without a queue.
    /// </summary>
    public long? NextPlaceMs(DateTimeOffset now)
    {
        double? wait = intervalMs ?? (now - since)?.TotalMilliseconds;
        return wait is double ms ? Math.Max(1, (long)Math.Ceiling(ms)) : null;
    }
}
