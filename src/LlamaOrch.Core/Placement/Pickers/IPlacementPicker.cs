namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>Chooses among scored pools.</summary>
public interface IPlacementPicker
{
    /// <summary>The strategy's name in configuration and decision records.</summary>
    string Name { get; }

    /// <summary>
    /// Whether <paramref name="challenger"/> stands before <paramref name="best"/>. A strict order: two pools are never
    /// equal.
    /// </summary>
    bool Prefers(in ScoredPool challenger, in ScoredPool best);
}
