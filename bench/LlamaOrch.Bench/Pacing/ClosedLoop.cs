using System.Diagnostics;
using LlamaOrch.Bench.Load;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Pacing;

/// <summary>Each connection asks again as soon as it has its answer; they begin over the first second.</summary>
internal sealed class ClosedLoop(MeasuredWindow window, int workers) : ISchedule
{
    public bool Next(int worker, out long start)
    {
        long spread = Math.Min(Stopwatch.Frequency, window.Start - window.Begin);
        LibC.SleepUntil(window.Begin + (spread * worker / workers));
        start = Stopwatch.GetTimestamp();
        return start < window.End;
    }

    public bool Counts(long start, long ended) => window.Measures(ended);
}
