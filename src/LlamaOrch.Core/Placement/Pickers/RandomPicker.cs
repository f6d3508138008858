namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>
/// Takes each pool with the same probability, whatever its score, by a random number that is handed in: pools are
/// counted by shape, then by id.
/// </summary>
public sealed class RandomPicker : IPlacementPicker
{
    /// <summary>The strategy's name.</summary>
    public const string StrategyName = "random";

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <summary>The order in which pools are counted.</summary>
    /// <inheritdoc/>
    public bool Prefers(in ScoredPool challenger, in ScoredPool best)
    {
        int byShape = PoolShape.Of(challenger.Candidate.Pool).CompareTo(PoolShape.Of(best.Candidate.Pool));
        return byShape == 0
            ? string.CompareOrdinal(
                challenger.Candidate.Pool.PoolId.Value, best.Candidate.Pool.PoolId.Value) < 0
            : byShape < 0;
    }

    /// <summary>Which of <paramref name="count"/> pools is drawn, from 0.</summary>
    public static int Drawn(ulong draw, int count) => (int)Math.BigMul(draw, (ulong)count, out _);
}
