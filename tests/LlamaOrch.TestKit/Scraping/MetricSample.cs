namespace LlamaOrch.TestKit.Scraping;

/// <summary>One line of an exposition.</summary>
/// <param name="Name">The series' name, with <c>_bucket</c>, <c>_sum</c> or <c>_count</c> for histograms.</param>
/// <param name="Labels">Its labels.</param>
/// <param name="Value">Its value.</param>
public sealed record MetricSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Whether it has each of these labels with this value.</summary>
    public bool Has((string Name, string Value)[] labels) =>
        labels.All(label => Labels.TryGetValue(label.Name, out string? value) && value == label.Value);
}
