using System.Runtime.CompilerServices;

namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// Time, chance and the order of events: one thread, one seed, one agenda. What happens is decided by the seed alone.
/// </summary>
internal sealed class SimulatedWorld(ulong seed, int traceLines)
{
    private static readonly DateTimeOffset Beginning = DateTimeOffset.UnixEpoch.AddYears(56);

    private readonly PriorityQueue<Action, (long Ticks, long Sequence)> agenda = new();
    private long sequence;

    /// <summary>The true time; processes see it through their own clocks.</summary>
    public DateTimeOffset Now { get; private set; } = Beginning;

    /// <summary>Time since the beginning.</summary>
    public TimeSpan Elapsed => Now - Beginning;

    /// <summary>Events that have happened.</summary>
    public long Step { get; private set; }

    /// <summary>Where everything runs.</summary>
    public OneThread Thread { get; } = new();

    /// <summary>Everything random.</summary>
    public SeededRandom Random { get; } = new(seed);

    /// <summary>The last things that happened.</summary>
    public Trace Trace { get; } = new(traceLines);

    /// <summary>The first rule that was broken; null while none is.</summary>
    public string? Broken { get; private set; }

    /// <summary>Puts an event on the agenda; those of the same time happen in the order in which they came.</summary>
    public void After(TimeSpan delay, Action happen) =>
        agenda.Enqueue(happen, ((Now + delay).Ticks, sequence++));

    /// <summary>Lets the next event happen; false when there is none before a time.</summary>
    public bool Next(DateTimeOffset until)
    {
        if (!agenda.TryPeek(out Action? happen, out (long Ticks, long Sequence) at) || at.Ticks > until.Ticks)
            return false;
        agenda.Dequeue();
        Now = new DateTimeOffset(at.Ticks, TimeSpan.Zero);
        Step++;
        try
        {
            happen();
            Thread.RunAll();
        }
        catch (Exception defect)
        {
            Break($"the simulation itself failed: {defect}");
        }

        return true;
    }

    /// <summary>Time passes up to a moment before which nothing happens any more.</summary>
    public void SkipTo(DateTimeOffset moment) => Now = moment > Now ? moment : Now;

    /// <summary>A rule is broken; only the first counts, what follows may be its consequence.</summary>
    public void Break(string rule) => Broken ??= rule;

    /// <summary>Notes what happens.</summary>
    public void Note(string who, [InterpolatedStringHandlerArgument("")] TraceText what)
    {
        if (Trace.IsOn)
            Trace.Add($"{Step,7} {Elapsed.TotalSeconds,9:0.000} {who,-8} {what.ToString()}");
    }

    /// <summary>Lets work go on by itself; a defect in it breaks the run.</summary>
    public void Spawn(Func<Task> work) => _ = WatchAsync(work);

    private async Task WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception defect)
        {
            Break($"the simulation itself failed: {defect}");
        }
    }
}
