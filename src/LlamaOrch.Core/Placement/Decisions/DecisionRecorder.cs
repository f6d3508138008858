using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>
/// Writes down what one model's scheduler decides, at the moment of the decision and before it changes anything. Costs
/// the same for every fleet: the index knows already how many pools each filter rejects.
/// </summary>
internal sealed class DecisionRecorder(PlacementIndex index, int decisionsKept)
{
    // The number of the filter 'model' among the rules: the first.
    private const sbyte ServesAnother = 0;

    private readonly DecisionLog log = new(decisionsKept);
    private readonly List<int> related = [];

    /// <summary>A task is about to get a slot of a pool.</summary>
    public void Placed(TaskId taskId, in PlacementRequest request, int chosen, DateTimeOffset now)
    {
        if (!log.IsOn)
            return;
        DecisionRecord record = Begin(taskId, DecisionOutcome.Placed, request, now);
        // A pool that rests is chosen where nothing else will do.
        if (index.Board.RejectedBy(chosen) is >= 0 and int rest)
            record.Rejected[rest]--;
        Add(record, chosen, request, chosen);
        AddCandidates(record, request, chosen);
    }

    /// <summary>A task is not taken, or not any more.</summary>
    public void Refused(
        TaskId taskId, in PlacementRequest request, ErrorCode code, string message, FleetSnapshot fleet,
        DateTimeOffset now)
    {
        if (!log.IsOn)
            return;
        DecisionRecord record = Begin(taskId, DecisionOutcome.Refused, request, now);
        record.Refusal = (code, message);
        AddCandidates(record, request, ShapeTree.None);
        if (index.Board.Candidates.IsEmpty && fleet.IsStaged(request.Model))
            AddStaged(record, fleet);
    }

    /// <summary>A task leaves the queue by itself.</summary>
    public void Withdrawn(TaskId taskId, in PlacementRequest request, DateTimeOffset now)
    {
        if (log.IsOn)
            AddCandidates(Begin(taskId, DecisionOutcome.Withdrawn, request, now), request, ShapeTree.None);
    }

    /// <summary>Why a task waits, as things are now.</summary>
    public PlacementDecision Waits(
        TaskId taskId, in PlacementRequest request, int position, FleetSnapshot fleet, DateTimeOffset now)
    {
        var record = new DecisionRecord();
        Begin(record, taskId, DecisionOutcome.Queued, request, now);
        record.Position = position;
        AddCandidates(record, request, ShapeTree.None);
        AddStaged(record, fleet);
        return DecisionWords.Explain(record);
    }

    /// <summary>A task's latest decision; null when it is not kept any more.</summary>
    public PlacementDecision? Find(TaskId taskId) =>
        log.Find(taskId) is DecisionRecord record ? DecisionWords.Explain(record) : null;

    /// <summary>The same in brief.</summary>
    public PlacementDecision? FindBrief(TaskId taskId) =>
        log.Find(taskId) is DecisionRecord record ? DecisionWords.Brief(record) : null;

    private DecisionRecord Begin(
        TaskId taskId, DecisionOutcome outcome, in PlacementRequest request, DateTimeOffset now)
    {
        DecisionRecord record = log.Next(taskId);
        Begin(record, taskId, outcome, request, now);
        return record;
    }

    private void Begin(
        DecisionRecord record, TaskId taskId, DecisionOutcome outcome, in PlacementRequest request, DateTimeOffset now)
    {
        PoolBoard board = index.Board;
        record.Begin(taskId, outcome, now, board.Rules, request);
        record.PoolsTotal = board.Candidates.Length;
        board.Rejected.CopyTo(record.Rejected);
        foreach (ShapeTree shape in board.Shapes)
        {
            int wrong = board.Rules.RejectedByShape(new PoolCandidate(shape.Sample, 0, 0), request);
            if (wrong != PlacementRules.Admitted)
                record.Rejected[wrong] += shape.Count;
        }

        if (request.Preferences is PlacementPreferences wanted)
            CountUnwanted(record, wanted, request);
        if (request.Barred is { Count: > 0 } barred)
            CountBarred(record, barred, request);
    }

    private void CountBarred(DecisionRecord record, IReadOnlyList<PoolId> barred, in PlacementRequest request)
    {
        PoolBoard board = index.Board;
        int filter = board.Rules.Filters.Length - 1;
        related.Clear();
        for (int at = 0; at < barred.Count; at++)
        {
            int pool = board.IndexOf(barred[at]);
            if (pool < 0 || related.Contains(pool) || board.RejectedBy(pool) != PlacementRules.Admitted)
                continue;
            related.Add(pool);
            if (board.Rules.RejectedBy(board.Candidates[pool], request) == filter)
                record.Rejected[filter]++;
        }
    }

    /// <summary>Pin, prefer and avoid name few pools: what they leave out follows from those.</summary>
    private void CountUnwanted(DecisionRecord record, PlacementPreferences wanted, in PlacementRequest request)
    {
        int left = 0;
        foreach (ShapeTree shape in index.Board.Shapes)
            left += index.Suits(shape, request) ? shape.Count : 0;
        related.Clear();
        bool onlyNamed = wanted is { AllowFallback: false } and not { Pin: null, Prefer.Count: 0 };
        IReadOnlyList<PoolId> named = !onlyNamed ? wanted.Avoid : wanted.Pin is PoolId pin ? [pin] : wanted.Prefer;
        for (int at = 0; at < named.Count; at++)
        {
            int pool = index.Board.IndexOf(named[at]);
            if (pool >= 0 && !related.Contains(pool)
                && index.Board.RejectedBy(pool) == PlacementRules.Admitted
                && index.Suits(index.Board.ShapeOf(pool), request))
                related.Add(pool);
        }

        ReadOnlySpan<PoolCandidate> candidates = index.Board.Candidates;
        foreach (int pool in related)
        {
            int wrong = index.Board.Rules.RejectedByTask(candidates[pool], request);
            if (wrong != PlacementRules.Admitted)
                record.Rejected[wrong]++;
        }

        if (!onlyNamed)
            return;
        int filter = index.Board.Rules.OfPool.Length + index.Board.Rules.OfShape.Length + (wanted.Pin is null ? 1 : 0);
        record.Rejected[filter] += left - related.Count;
    }

    private void AddCandidates(DecisionRecord record, in PlacementRequest request, int chosen)
    {
        related.Clear();
        if (request.Preferences is PlacementPreferences wanted)
        {
            if (wanted.Pin is PoolId pin)
                related.Add(index.Board.IndexOf(pin));
            for (int at = 0; at < wanted.Prefer.Count; at++)
                related.Add(index.Board.IndexOf(wanted.Prefer[at]));
        }

        index.Memory.AddRelated(request, related);
        foreach (int pool in related)
        {
            if (pool >= 0 && !record.Has(index.Board.Candidates[pool].Pool.PoolId))
                Add(record, pool, request, chosen);
        }

        int named = record.Count;
        for (int pool = 0; pool < index.Board.Candidates.Length && !record.IsFull; pool++)
        {
            if (named == 0 || !record.Has(index.Board.Candidates[pool].Pool.PoolId))
                Add(record, pool, request, chosen);
        }
    }

    private void Add(DecisionRecord record, int pool, in PlacementRequest request, int chosen)
    {
        PoolBoard board = index.Board;
        PoolCandidate candidate = index.Remembered(pool, request);
        int rejectedBy = pool == chosen ? PlacementRules.Admitted : board.RejectedBy(pool);
        if (rejectedBy == PlacementRules.Admitted && pool != chosen)
            rejectedBy = board.Rules.RejectedBy(candidate, request);
        if (chosen >= 0)
            candidate = board.Rules.Balanced(candidate, board.Candidates[chosen]);
        var scores = default(ScoreSet);
        for (int scorer = 0; scorer < ScoreSet.Count; scorer++)
            scores[scorer] = (float)board.Rules.Scorers[scorer].Score(candidate, request);
        record.Add(new CandidateRecord(
            candidate.Pool.PoolId,
            candidate.Pool.NodeId,
            (sbyte)rejectedBy,
            (short)candidate.SlotsHeld,
            (short)candidate.Pool.SlotsTotal)
        {
            Scores = scores,
            Score = (float)board.Rules.Score(candidate, request),
        });
    }

    /// <summary>Pools whose node has the model, while they serve another one.</summary>
    private static void AddStaged(DecisionRecord record, FleetSnapshot fleet)
    {
        foreach (PoolSnapshot pool in fleet.Pools)
        {
            if (pool.ModelId == record.Request.Model || !pool.HasStaged(record.Request.Model))
                continue;
            record.Rejected[ServesAnother]++;
            record.Add(new CandidateRecord(
                pool.PoolId, pool.NodeId, ServesAnother, (short)pool.SlotsHeldElsewhere, (short)pool.SlotsTotal));
        }
    }
}
