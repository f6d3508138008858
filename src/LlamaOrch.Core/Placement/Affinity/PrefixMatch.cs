namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>A pool that has seen the beginning of a prompt.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="Share">Share of the prompt's blocks, from the first on, 0 to 1.</param>
internal readonly record struct PrefixMatch(PoolHistory Pool, double Share);
