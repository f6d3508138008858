namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>Chooses among scored pools.</summary>
public interface IPlacementPicker
{
    /// <summary>The strategy's name in configuration and decision records.</summary>
    string Name { get; }

    /// <summary>Whether <paramref name="challenger"/> is to be taken before <paramref name="best"/>.</summary>
    bool Prefers(in ScoredPool challenger, in ScoredPool best);
}
