namespace LlamaOrch.Core.Scheduling;

/// <summary>How long pools rest that fail.</summary>
public sealed record PoolRestLimits
{
    /// <summary>The pause after a first failure; each further one in a row doubles it. Default 500 ms.</summary>
    public TimeSpan First { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest pause. Default 30 s, after seven failures in a row.</summary>
    public TimeSpan Max { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A task that has failed elsewhere waits for the end of a pause no longer than this. Default 5 s.
    /// </summary>
    public TimeSpan WorthWaiting { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much a pause is shortened or lengthened by chance, so that pools which failed together are not tried
    /// together: a share of it, 0 to 1. Default 0.2.
    /// </summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>The pause after a number of failures in a row.</summary>
    /// <param name="failures">How many, from 1.</param>
    /// <param name="atLeast">How long the engine asked to be left alone; null when it did not.</param>
    /// <param name="draw">A random number.</param>
    internal TimeSpan Pause(int failures, TimeSpan? atLeast, ulong draw)
    {
        double grown = First.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 30));
        double chance = (2.0 * draw / ulong.MaxValue) - 1;
        double pause = Math.Min(grown, Max.TotalMilliseconds) * (1 + (Jitter * chance));
        return TimeSpan.FromMilliseconds(
            Math.Min(Math.Max(pause, atLeast?.TotalMilliseconds ?? 0), Max.TotalMilliseconds * (1 + Jitter)));
    }
}
