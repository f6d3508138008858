using System.Diagnostics;
using LlamaOrch.Bench.Load;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Pacing;

/// <summary>
/// Requests are due at a fixed rate, whatever became of the ones before. One that finds no connection free begins late
/// and its latency counts from when it was due, so a slow server can't hide behind the requests that it held up.
/// </summary>
internal sealed class OpenLoop(MeasuredWindow window, double rate) : ISchedule
{
    private long taken;

    public bool Next(int worker, out long start)
    {
        long ticket = Interlocked.Increment(ref taken) - 1;
        start = window.Begin + (long)(ticket * (Stopwatch.Frequency / rate));
        if (start >= window.End || Stopwatch.GetTimestamp() >= window.HardEnd)
            return false;
        LibC.SleepUntil(start);
        return true;
    }

    public bool Counts(long start, long ended) => window.Measures(start);
}
