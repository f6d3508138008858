namespace LlamaOrch.TestKit.Monitoring;

/// <summary>How many series of a metric a daemon may expose.</summary>
/// <param name="Series">So many, a histogram's lines counted as one.</param>
/// <param name="Per">For each <c>node</c>, <c>pool</c>, <c>model</c> or <c>device</c>; null for in all.</param>
public sealed record SeriesBudget(int Series, string? Per = null);
