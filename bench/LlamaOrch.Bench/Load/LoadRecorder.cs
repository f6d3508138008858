using System.Collections.Concurrent;
using System.Diagnostics;
using HdrHistogram;
using LlamaOrch.Bench.Pacing;

namespace LlamaOrch.Bench.Load;

/// <summary>What all workers of a measurement have seen within its window.</summary>
internal sealed class LoadRecorder(MeasuredWindow window, ISchedule schedule)
{
    private const long MicrosMax = 60_000_000;
    private static readonly long NanosPerMicro = Stopwatch.Frequency / 1_000_000;

    private readonly ConcurrentDictionary<string, long> errors = new();
    private readonly ConcurrentBag<(long Id, long At)> aborts = [];
    private long completed;
    private long tokens;
    private long aborted;
    private long failed;
    private long accounted;

    /// <summary>From when a request was due to its last byte, microseconds.</summary>
    public LongConcurrentHistogram Latency { get; } = new(1, MicrosMax, 3);

    /// <summary>From when a task was due to its acknowledgement, microseconds.</summary>
    public LongConcurrentHistogram Taken { get; } = new(1, MicrosMax, 3);

    /// <summary>
    /// From when a request was due to its first event, of a task to its <c>started</c>, microseconds.
    /// </summary>
    public LongConcurrentHistogram FirstToken { get; } = new(1, MicrosMax, 3);

    /// <summary>Between two arrivals that brought events of one stream, microseconds.</summary>
    public LongConcurrentHistogram Gap { get; } = new(1, MicrosMax, 3);

    /// <summary>Requests completed within the window.</summary>
    public long Completed => Interlocked.Read(ref completed);

    /// <summary>Tokens that came within the window.</summary>
    public long TokensReceived => Interlocked.Read(ref tokens);

    /// <summary>Streams that the generator closed within the window.</summary>
    public long Aborted => Interlocked.Read(ref aborted);

    /// <summary>Requests that failed within the window.</summary>
    public long Failed => Interlocked.Read(ref failed);

    /// <summary>Requests whose outcome is known and whose latency, had they succeeded, would count.</summary>
    public long Accounted => Interlocked.Read(ref accounted);

    /// <summary>Failures by kind, the warm-up's too: one that hits only there is worth a look as well.</summary>
    public IReadOnlyDictionary<string, long> Errors => errors;

    /// <summary>Number and time of each stream that the generator closed within the window.</summary>
    public IReadOnlyCollection<(long Id, long At)> Aborts => aborts;

    public void SawTaken(long start, long now)
    {
        if (window.Measures(now))
            Taken.RecordValue(Micros(now - start));
    }

    public void SawFirstToken(long start, long now)
    {
        if (window.Measures(now))
            FirstToken.RecordValue(Micros(now - start));
    }

    public void SawGap(long since, long now)
    {
        if (window.Measures(now))
            Gap.RecordValue(Micros(now - since));
    }

    public void SawTokens(int count, long now)
    {
        if (window.Measures(now))
            Interlocked.Add(ref tokens, count);
    }

    public void SawCompletion(long start, long now)
    {
        if (window.Measures(now))
            Interlocked.Increment(ref completed);
        if (!schedule.Counts(start, now))
            return;
        Interlocked.Increment(ref accounted);
        Latency.RecordValue(Micros(now - start));
    }

    public void SawAbort(long id, long now)
    {
        if (!window.Measures(now))
            return;
        Interlocked.Increment(ref aborted);
        aborts.Add((id, now));
    }

    public void SawFailure(string kind, long start, long now)
    {
        errors.AddOrUpdate(kind, 1, static (_, count) => count + 1);
        if (window.Measures(now))
            Interlocked.Increment(ref failed);
        if (schedule.Counts(start, now))
            Interlocked.Increment(ref accounted);
    }

    private static long Micros(long ticks) => Math.Clamp(ticks / NanosPerMicro, 1, MicrosMax);
}
