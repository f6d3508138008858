namespace LlamaOrch.Core.Scheduling;

/// <summary>When a waiting task will start, from how long slots have been held lately.</summary>
/// <param name="Wait">Until it starts, from now.</param>
/// <param name="Deviation">Standard deviation of that.</param>
/// <param name="Confidence">
/// How likely the real wait is within a quarter of <paramref name="Wait"/>, or within 100 ms where that is more;
/// 0 to 1.
/// </param>
public sealed record StartPrediction(TimeSpan Wait, TimeSpan Deviation, double Confidence)
{
    /// <summary>A slot is there.</summary>
    public static StartPrediction Now { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 1);

    /// <summary>
    /// Predicts; null while too little has been seen or no slot is in sight.
    /// </summary>
    /// <remarks>
    /// With c slots that are held for S on average, slots come back every S/c. A task behind k others needs k + 1 of
    /// them; the first one comes earlier, since its holder has been at it for a while: after (c + v)/(c + 1) of an
    /// interval, v being the squared coefficient of variation (one half for one slot and equal times, one whole where
    /// times vary as if by chance). The variance adds that of the times themselves, that of where the holders are now
    /// (an order statistic of c uniform ones), and that of the mean, known from n times only.
    /// </remarks>
    /// <param name="ahead">How many start before.</param>
    /// <param name="slots">Slots of the pools that take work.</param>
    /// <param name="times">How long slots are held.</param>
    internal static StartPrediction? Of(int ahead, int slots, ServiceTimes times)
    {
        if (slots <= 0 || !times.IsKnown)
            return null;
        double interval = times.MeanMs / slots;
        double variation = times.VarianceMs / (times.MeanMs * times.MeanMs);
        double wait = interval * (ahead + ((slots + variation) / (slots + 1)));

        double turns = (ahead + 1) * interval * interval * variation;
        double order = (ahead % slots) + 1;
        double phases = times.MeanMs * times.MeanMs * order * (slots + 1 - order)
            / ((slots + 1.0) * (slots + 1.0) * (slots + 2.0));
        double mean = wait * wait * variation / times.Count;
        double deviation = Math.Sqrt(turns + phases + mean);

        double near = Math.Max(wait / 4, 100);
        return new StartPrediction(
            Time(wait), Time(deviation), NormalDistribution.Within(near, deviation));
    }

    /// <summary>How likely the task has started after a time from now, 0 to 1.</summary>
    public double StartedWithin(TimeSpan time) =>
        NormalDistribution.AtMost(time.TotalMilliseconds, Wait.TotalMilliseconds, Deviation.TotalMilliseconds);

    /// <summary>How likely the task has ended after a time from now, 0 to 1.</summary>
    internal double EndedWithin(TimeSpan time, ServiceTimes times) => NormalDistribution.AtMost(
        time.TotalMilliseconds,
        Wait.TotalMilliseconds + times.MeanMs,
        Math.Sqrt((Deviation.TotalMilliseconds * Deviation.TotalMilliseconds) + times.VarianceMs));

    // A year is longer than any wait and far from the end of what a time can hold.
    private static TimeSpan Time(double ms) => TimeSpan.FromMilliseconds(Math.Min(ms, 366.0 * 86_400_000));
}
