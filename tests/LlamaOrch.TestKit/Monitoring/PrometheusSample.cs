namespace LlamaOrch.TestKit.Monitoring;

/// <summary>One series of a query's answer.</summary>
/// <param name="Labels">Its labels, the name among them.</param>
/// <param name="Value">Its value.</param>
public sealed record PrometheusSample(IReadOnlyDictionary<string, string> Labels, double Value);
