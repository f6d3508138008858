namespace LlamaOrch.Client.Metrics;

/// <summary>One series of a daemon's metrics, as it was at one moment.</summary>
/// <param name="Name">Its name, with <c>_bucket</c>, <c>_sum</c> or <c>_count</c> for histograms.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value, in the unit that the name tells.</param>
public sealed record MetricSeries(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>A label's value; empty when it has no such label.</summary>
    public string this[string label] => Labels.GetValueOrDefault(label, string.Empty);
}
