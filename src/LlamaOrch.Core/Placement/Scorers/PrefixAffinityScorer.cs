namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>Prefers pools that have seen the prompt's beginning lately, by the share of its blocks.</summary>
public sealed class PrefixAffinityScorer : IPlacementScorer
{
    /// <inheritdoc/>
    public string Name => "prefix_affinity";

    /// <inheritdoc/>
    public double Score(in PoolCandidate candidate, in PlacementRequest request) => candidate.PrefixShare;
}
