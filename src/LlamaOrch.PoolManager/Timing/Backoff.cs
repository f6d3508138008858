namespace LlamaOrch.PoolManager.Timing;

/// <summary>Pauses that double from <paramref name="first"/> up to <paramref name="longest"/>, with jitter.</summary>
/// <param name="first">The first pause, before jitter.</param>
/// <param name="longest">No pause is longer.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan longest)
{
    // 2^20 of any first pause is beyond every longest one; more would overflow.
    private const int DoublingsMax = 20;

    private int failures;

    /// <summary>
    /// The next pause: between half of the doubled one and all of it, so that many callers spread out.
    /// </summary>
    /// <param name="jitter">From 0 to 1.</param>
    public TimeSpan Next(double jitter)
    {
        TimeSpan doubled = first * Math.Pow(2, Math.Min(failures, DoublingsMax));
        failures++;
        TimeSpan capped = doubled < longest ? doubled : longest;
        return capped * (0.5 + (0.5 * jitter));
    }

    /// <summary>Starts again from the first pause.</summary>
    public void Reset() => failures = 0;
}
