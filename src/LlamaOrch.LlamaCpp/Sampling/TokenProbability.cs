namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>A token and the logarithm of its probability before any sampling.</summary>
/// <param name="Token">The token.</param>
/// <param name="LogProbability">Natural logarithm.</param>
internal readonly record struct TokenProbability(int Token, float LogProbability);
