namespace LlamaOrch.Core.Placement.Pickers;

/// <summary>
/// Takes the highest score. Equal ones take turns (the pool whose last grant is longest ago), so that one request at
/// a time spreads too; what is still equal goes by id.
/// </summary>
public sealed class LeastLoadedPicker : IPlacementPicker
{
    /// <inheritdoc/>
    public string Name => "least-loaded";

    /// <inheritdoc/>
    public bool Prefers(in ScoredPool challenger, in ScoredPool best)
    {
        int byScore = challenger.Score.CompareTo(best.Score);
        if (byScore != 0)
            return byScore > 0;
        int byTurn = challenger.Candidate.LastGrant.CompareTo(best.Candidate.LastGrant);
        if (byTurn != 0)
            return byTurn < 0;
        return string.CompareOrdinal(
            challenger.Candidate.Pool.PoolId.Value, best.Candidate.Pool.PoolId.Value) < 0;
    }
}
