namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>A transition of an automaton: the characters that it takes, and where to.</summary>
internal readonly record struct DfaEdge(int Low, int High, int Target);
