namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>When a transition that takes no character may be followed.</summary>
internal enum EpsilonKind
{
    Always,
    AtStart,
    AtEnd,
}
