namespace LlamaOrch.Core.Placement;

/// <summary>A candidate with its weighted score.</summary>
/// <param name="Candidate">The pool.</param>
/// <param name="Score">0 to 1.</param>
public readonly record struct ScoredPool(PoolCandidate Candidate, double Score);
