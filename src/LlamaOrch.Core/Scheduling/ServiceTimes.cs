namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// How long tasks hold a slot: mean and variance, each new one weighing as much as the latest thirty-one do on
/// average, so that a change of load is followed within about as many tasks.
/// </summary>
internal sealed class ServiceTimes
{
    /// <summary>Fewer observations are no basis for a prediction.</summary>
    public const int Enough = 5;

    private const int Window = 31;

    private double meanMs;
    private double varianceMs;

    /// <summary>How many of the observed tasks still count.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is a basis for a prediction.</summary>
    public bool IsKnown => Count >= Enough;

    /// <summary>Mean time that a slot is held, milliseconds, above 0.</summary>
    public double MeanMs => Math.Max(meanMs, 0.001);

    /// <summary>Its variance, square milliseconds.</summary>
    public double VarianceMs => varianceMs;

    /// <summary>A slot came back.</summary>
    public void Observe(TimeSpan held)
    {
        // A clock that was set back makes no negative time.
        double sample = Math.Max(0, held.TotalMilliseconds);
        Count = Math.Min(Count + 1, Window);
        // The plain mean at first; from the window on, the weight 2 / (n + 1) of an average over that many.
        double weight = Count < Window ? 1.0 / Count : 2.0 / (Window + 1);
        double difference = sample - meanMs;
        meanMs += weight * difference;
        varianceMs = (1 - weight) * (varianceMs + (weight * difference * difference));
    }
}
