using System.Runtime.CompilerServices;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>One number for each scorer.</summary>
[InlineArray(Count)]
internal struct ScoreSet
{
    /// <summary>How many scorers there are.</summary>
    public const int Count = 5;

    private float first;
}
