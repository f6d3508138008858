using LlamaOrch.PoolManager.Timing;

namespace LlamaOrch.PoolManager.Supervision;

/// <summary>
/// When a crashed engine is started again: after pauses that double, and not at all once it has crashed more than
/// <paramref name="crashesMax"/> times within <paramref name="window"/>.
/// </summary>
internal sealed class RestartPolicy(Backoff backoff, int crashesMax, TimeSpan window)
{
    private readonly Queue<DateTimeOffset> crashes = new();

    /// <summary>Decides after a crash.</summary>
    /// <param name="now">The time.</param>
    /// <param name="ran">How long the engine was up: after a whole window the pauses begin anew.</param>
    /// <param name="jitter">From 0 to 1.</param>
    public RestartDecision OnCrash(DateTimeOffset now, TimeSpan ran, double jitter)
    {
        while (crashes.TryPeek(out DateTimeOffset oldest) && now - oldest >= window)
            crashes.Dequeue();
        crashes.Enqueue(now);
        if (ran >= window)
            backoff.Reset();
        int count = crashes.Count;
        if (count <= crashesMax)
            return new RestartDecision(backoff.Next(jitter), count);
        Reset();
        return new RestartDecision(null, count);
    }

    /// <summary>Forgets every crash: somebody asked for a new start.</summary>
    public void Reset()
    {
        crashes.Clear();
        backoff.Reset();
    }
}
