namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// How many lines of one kind may be written in a second, so that a flood of requests that are refused is no flood of
/// lines. Safe for several threads.
/// </summary>
/// <param name="time">What seconds are measured by.</param>
/// <param name="perSecondMax">Most lines in one second, from 1.</param>
public sealed class LineBudget(TimeProvider time, int perSecondMax)
{
    /// <summary>
    /// Most lines a second about refused requests of one kind: a client that asks again at once must not write the
    /// log. The counters have every refusal.
    /// </summary>
    public const int RefusalsPerSecondMax = 20;

    private readonly Lock gate = new();
    private long began = time.GetTimestamp();
    private int written;
    private long leftOut;

    /// <summary>Whether one more line may be written.</summary>
    /// <param name="before">How many were left out since one was last written; 0 when this one is not.</param>
    public bool TryTake(out long before)
    {
        lock (gate)
        {
            if (time.GetElapsedTime(began) >= TimeSpan.FromSeconds(1))
                (began, written) = (time.GetTimestamp(), 0);
            if (written >= perSecondMax)
            {
                (before, leftOut) = (0, leftOut + 1);
                return false;
            }

            written++;
            (before, leftOut) = (leftOut, 0);
            return true;
        }
    }
}
