namespace LlamaOrch.Client.Metrics;

/// <summary>One series of a daemon's metrics, as it was at one moment.</summary>
public sealed class MetricSeries
{
    // Of the hundred thousand series of a large fleet few are asked for their labels.
    private readonly ReadOnlyMemory<char> labelText;
    private Dictionary<string, string>? labels;

    internal MetricSeries(string name, ReadOnlyMemory<char> labelText, double value) =>
        (Name, this.labelText, Value) = (name, labelText, value);

    /// <summary>Its name, with <c>_bucket</c>, <c>_sum</c> or <c>_count</c> for histograms.</summary>
    public string Name { get; }

    /// <summary>Its value, in the unit that the name tells.</summary>
    public double Value { get; }

    /// <summary>A label's value; empty when it has no such label.</summary>
    public string this[string label] =>
        (labels ??= MetricLabels.Read(labelText.Span)).GetValueOrDefault(label, string.Empty);
}
