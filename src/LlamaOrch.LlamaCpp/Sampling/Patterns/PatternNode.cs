using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>A part of a regular expression.</summary>
/// <param name="Kind">What it is.</param>
internal sealed record PatternNode(PatternKind Kind)
{
    /// <summary>The characters of a set.</summary>
    public CharSet Set { get; init; } = CharSet.Any;

    /// <summary>The parts of a sequence or choice, or the one that is repeated or looked for.</summary>
    public IReadOnlyList<PatternNode> Parts { get; init; } = [];

    /// <summary>How often it is repeated at least.</summary>
    public int Min { get; init; }

    /// <summary>How often it is repeated at most; null is without end.</summary>
    public int? Max { get; init; }

    /// <summary>Whether what is looked for must not come.</summary>
    public bool IsNegative { get; init; }

    /// <summary>Whether there is a look ahead somewhere inside.</summary>
    public bool Looks => Kind == PatternKind.Look || Parts.Any(part => part.Looks);
}
