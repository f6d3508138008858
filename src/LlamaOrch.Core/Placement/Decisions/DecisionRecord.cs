using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>
/// One decision as it is kept. Made once for a place in the log and written over by later decisions, so that a decision
/// on the hot path leaves no garbage behind.
/// </summary>
internal sealed class DecisionRecord
{
    /// <summary>Most pools of one record.</summary>
    public const int CandidatesMax = 32;

    private CandidateRecord[] candidates = [];
    private int[] rejected = [];

    public TaskId TaskId { get; private set; }

    public DecisionOutcome Outcome { get; private set; }

    public DateTimeOffset At { get; private set; }

    public PlacementRules Rules { get; private set; } = null!;

    public PlacementRequest Request { get; private set; }

    /// <summary>How many pools serve the model.</summary>
    public int PoolsTotal { get; set; }

    /// <summary>How many wait in front.</summary>
    public int Position { get; set; }

    /// <summary>Why it was refused; null when it was not.</summary>
    public (ErrorCode Code, string Message)? Refusal { get; set; }

    public ReadOnlySpan<CandidateRecord> Candidates => candidates.AsSpan(0, Count);

    /// <summary>How many pools each filter rejected, by the filter's number.</summary>
    public Span<int> Rejected => rejected;

    /// <summary>How many pools the record has.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == CandidatesMax;

    /// <summary>Whether the first of the pools was chosen.</summary>
    public bool HasChosen => Outcome == DecisionOutcome.Placed;

    /// <summary>Begins anew.</summary>
    public void Begin(
        TaskId taskId, DecisionOutcome outcome, DateTimeOffset at, PlacementRules rules, in PlacementRequest request)
    {
        (TaskId, Outcome, At, Rules, Request) = (taskId, outcome, at, rules, request);
        (PoolsTotal, Position, Refusal, Count) = (0, 0, null, 0);
        if (rejected.Length != rules.Filters.Length)
            rejected = new int[rules.Filters.Length];
        Array.Clear(rejected);
    }

    /// <summary>Whether a pool is in the record.</summary>
    public bool Has(PoolId poolId)
    {
        foreach (ref readonly CandidateRecord known in Candidates)
        {
            if (known.PoolId == poolId)
                return true;
        }

        return false;
    }

    /// <summary>Adds a pool unless the record is full.</summary>
    public void Add(in CandidateRecord candidate)
    {
        if (IsFull)
            return;
        if (Count == candidates.Length)
            Array.Resize(ref candidates, Math.Min(Math.Max(2, 2 * Count), CandidatesMax));
        candidates[Count++] = candidate;
    }
}
