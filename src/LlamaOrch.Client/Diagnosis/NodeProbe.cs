using LlamaOrch.Client.Metrics;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>What a node answered to the one who examines the fleet.</summary>
/// <param name="Before">Its metrics at the beginning; null when it did not answer.</param>
/// <param name="After">Its metrics at the end; null when it did not answer.</param>
/// <param name="Problem">Why it did not answer; null when it did.</param>
internal sealed record NodeProbe(MetricsPage? Before, MetricsPage? After, string? Problem)
{
    /// <summary>Whether it answered.</summary>
    public bool Answers => After is not null;

    /// <summary>How much a counter with a label's value grew meanwhile.</summary>
    public double Growth(string name, string label, string value) => Before is null || After is null
        ? 0
        : After.Sum(name, label, value) - Before.Sum(name, label, value);
}
