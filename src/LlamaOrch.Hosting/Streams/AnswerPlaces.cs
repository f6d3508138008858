using System.Runtime.CompilerServices;

namespace LlamaOrch.Hosting.Streams;

/// <summary>The places that are open, outermost first; what lies deeper does not matter.</summary>
[InlineArray(Depth)]
internal struct AnswerPlaces
{
    /// <summary>How deep places are told apart: root, choices, choice, delta, a value in it.</summary>
    public const int Depth = 8;

    private AnswerPlace first;
}
