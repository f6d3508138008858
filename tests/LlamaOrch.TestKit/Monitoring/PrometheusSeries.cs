namespace LlamaOrch.TestKit.Monitoring;

/// <summary>One series of a query's answer over a time.</summary>
/// <param name="Labels">Its labels, the name among them.</param>
/// <param name="Points">Its values, the oldest first.</param>
public sealed record PrometheusSeries(
    IReadOnlyDictionary<string, string> Labels, IReadOnlyList<(DateTimeOffset At, double Value)> Points);
