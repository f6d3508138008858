namespace LlamaOrch.Core.Scheduling;

/// <summary>How fast a queue empties, from the times at which slots came back; unknown until two have.</summary>
internal sealed class DrainRate
{
    // A weight of 1/8 forgets a burst after about ten releases and still smooths single long answers.
    private const double Weight = 0.125;

    private DateTimeOffset? last;
    private double? intervalMs;

    /// <summary>Milliseconds until one more place is free, at least 1; null while unknown.</summary>
    public long? NextPlaceMs => intervalMs is double ms ? Math.Max(1, (long)Math.Ceiling(ms)) : null;

    public void Record(DateTimeOffset now)
    {
        if (last is DateTimeOffset before)
        {
            double sample = Math.Max(0, (now - before).TotalMilliseconds);
            intervalMs = intervalMs is double known ? known + (Weight * (sample - known)) : sample;
        }

        last = now;
    }
}
