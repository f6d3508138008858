namespace LlamaOrch.Core.Scheduling;

/// <summary>Probabilities of a quantity that is known by its mean and its deviation.</summary>
internal static class NormalDistribution
{
    /// <summary>How likely it is at most <paramref name="value"/>, 0 to 1.</summary>
    public static double AtMost(double value, double mean, double deviation)
    {
        if (deviation <= 0)
            return value >= mean ? 1 : 0;
        return 0.5 * (1 + Erf((value - mean) / (deviation * Math.Sqrt(2))));
    }

    /// <summary>How likely it is within <paramref name="distance"/> of its mean, 0 to 1.</summary>
    public static double Within(double distance, double deviation) =>
        deviation <= 0 ? 1 : Erf(distance / (deviation * Math.Sqrt(2)));

    /// <summary>The error function; Abramowitz and Stegun 7.1.26, whose error is below 1.5e-7.</summary>
    private static double Erf(double x)
    {
        double t = 1 / (1 + (0.3275911 * Math.Abs(x)));
        double tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t)
            + 0.254829592) * t * Math.Exp(-x * x);
        return Math.CopySign(1 - tail, x);
    }
}
