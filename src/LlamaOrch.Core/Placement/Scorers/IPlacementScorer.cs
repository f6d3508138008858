namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>One reason to prefer a pool.</summary>
public interface IPlacementScorer
{
    /// <summary>The score's name in decision records.</summary>
    string Name { get; }

    /// <summary>How good the pool is for this, 0 to 1.</summary>
    double Score(in PoolCandidate candidate, in PlacementRequest request);
}
