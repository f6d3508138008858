namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>Takes the pool whose last grant is longest ago, whatever its score; what is equal goes by id.</summary>
public sealed class RoundRobinPicker : IPlacementPicker
{
    /// <summary>The strategy's name.</summary>
    public const string StrategyName = "round-robin";

    /// <inheritdoc/>
    public string Name => StrategyName;

    /// <inheritdoc/>
    public bool Prefers(in ScoredPool challenger, in ScoredPool best) => IsNext(challenger, best);

    /// <summary>Whether it is the challenger's turn.</summary>
    internal static bool IsNext(in ScoredPool challenger, in ScoredPool best)
    {
        int byTurn = challenger.Candidate.LastGrant.CompareTo(best.Candidate.LastGrant);
        return byTurn == 0
            ? string.CompareOrdinal(
                challenger.Candidate.Pool.PoolId.Value, best.Candidate.Pool.PoolId.Value) < 0
            : byTurn < 0;
    }
}
