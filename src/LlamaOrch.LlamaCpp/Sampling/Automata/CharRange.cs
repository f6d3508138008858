namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>Code points from <paramref name="Low"/> to <paramref name="High"/>, both included.</summary>
internal readonly record struct CharRange(int Low, int High);
