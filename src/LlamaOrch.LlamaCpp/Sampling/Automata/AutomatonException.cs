namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>A language that can't be held as an automaton; the message says why, to follow 'because it'.</summary>
internal sealed class AutomatonException(string reason) : Exception(reason);
