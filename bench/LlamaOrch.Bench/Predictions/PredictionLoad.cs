namespace LlamaOrch.Bench.Predictions;

/// <summary>What is asked of the fleet.</summary>
/// <param name="Slots">Slots of the one pool.</param>
/// <param name="Tasks">How many tasks are sent.</param>
/// <param name="MeanMs">How long one holds a slot on average, milliseconds.</param>
/// <param name="Variation">Standard deviation of that, as a share of the mean; log-normal.</param>
/// <param name="Load">Arrivals as a multiple of what the slots can do; above 1 the queue grows.</param>
/// <param name="Seed">Makes arrivals and lengths the same again.</param>
internal sealed record PredictionLoad(int Slots, int Tasks, double MeanMs, double Variation, double Load, int Seed)
{
    /// <summary>Time between the stub's tokens: the grain of service times.</summary>
    public const int TokenIntervalMs = 10;

    /// <summary>The tasks in order: how long to wait before each, and how many tokens it wants.</summary>
    public IEnumerable<(TimeSpan Pause, int Tokens)> Arrivals()
    {
        var random = new Random(Seed);
        double sigma = Math.Sqrt(Math.Log(1 + (Variation * Variation)));
        double mu = Math.Log(MeanMs) - (sigma * sigma / 2);
        for (int task = 0; task < Tasks; task++)
        {
            double pauseMs = -Math.Log(1 - random.NextDouble()) * MeanMs / (Slots * Load);
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                * Math.Cos(2 * Math.PI * random.NextDouble());
            double serviceMs = Math.Exp(mu + (sigma * normal));
            yield return (TimeSpan.FromMilliseconds(pauseMs), Math.Max(1, (int)(serviceMs / TokenIntervalMs)));
        }
    }
}
