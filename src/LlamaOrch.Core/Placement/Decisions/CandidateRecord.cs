using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>What placement thought of one pool, as it is kept: names are added when somebody asks.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="NodeId">Its node.</param>
/// <param name="RejectedBy">The number of the first filter that rejected it.</param>
/// <param name="SlotsHeld">Its slots that were held.</param>
/// <param name="SlotsTotal">Its slots.</param>
internal readonly record struct CandidateRecord(
    PoolId PoolId, NodeId NodeId, sbyte RejectedBy, short SlotsHeld, short SlotsTotal)
{
    /// <summary>Its scores; of no meaning when it was rejected.</summary>
    public ScoreSet Scores { get; init; }

    /// <summary>Their weighted mean.</summary>
    public float Score { get; init; }
}
