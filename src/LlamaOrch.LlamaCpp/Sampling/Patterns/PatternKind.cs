namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>What a part of a regular expression is.</summary>
internal enum PatternKind
{
    Set,
    Sequence,
    Choice,
    Repeat,
    Begin,
    End,
    Look,
}
