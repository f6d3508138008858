namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>Prefers the pool on which the session ran last, by how warm its KV cache still is.</summary>
public sealed class SessionAffinityScorer : IPlacementScorer
{
    /// <inheritdoc/>
    public string Name => "session_affinity";

    /// <inheritdoc/>
    public double Score(in PoolCandidate candidate, in PlacementRequest request) => candidate.KvWarmth;
}
