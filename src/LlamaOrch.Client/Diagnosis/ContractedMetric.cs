namespace LlamaOrch.Client.Diagnosis;

/// <summary>A metric that a daemon promises.</summary>
/// <param name="Name">Its name, without a histogram's endings.</param>
/// <param name="OfNode">Whether pool-managerd exposes it; otherwise orchestratord does.</param>
/// <param name="PerNode">Whether it has a series for each node, and so none while there is no node.</param>
internal sealed record ContractedMetric(string Name, bool OfNode, bool PerNode = false);
