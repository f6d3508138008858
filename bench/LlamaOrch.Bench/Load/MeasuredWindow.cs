using System.Diagnostics;

namespace LlamaOrch.Bench.Load;

/// <summary>When what happens counts; timestamps of <see cref="Stopwatch"/>.</summary>
/// <param name="Begin">Load begins: the warm-up.</param>
/// <param name="Start">Measuring starts.</param>
/// <param name="End">Measuring ends; the open loop still finishes what was due before.</param>
/// <param name="HardEnd">Nothing begins after this.</param>
internal sealed record MeasuredWindow(long Begin, long Start, long End, long HardEnd)
{
    private static readonly TimeSpan DrainMax = TimeSpan.FromSeconds(5);

    /// <summary>A window that begins soon.</summary>
    public static MeasuredWindow FromNow(TimeSpan warmup, TimeSpan duration)
    {
        // Threads need a moment to start.
        long begin = Stopwatch.GetTimestamp() + Ticks(TimeSpan.FromMilliseconds(50));
        long start = begin + Ticks(warmup);
        long end = start + Ticks(duration);
        return new MeasuredWindow(begin, start, end, end + Ticks(DrainMax));
    }

    /// <summary>Whether a timestamp is within the measured time.</summary>
    public bool Measures(long timestamp) => timestamp >= Start && timestamp < End;

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
