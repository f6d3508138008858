namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>
/// Takes the highest score. Equal ones take turns (the pool whose last grant is longest ago), so that one request at
/// a time spreads too; what is still equal goes by id.
/// </summary>
public sealed class LeastLoadedPicker : IPlacementPicker
{
    /// <summary>The strategy's name.</summary>
    public const string StrategyName = "least-loaded";

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <inheritdoc/>
    public bool Prefers(in ScoredPool challenger, in ScoredPool best)
    {
        int byScore = challenger.Score.CompareTo(best.Score);
        return byScore == 0 ? RoundRobinPicker.IsNext(challenger, best) : byScore > 0;
    }
}
