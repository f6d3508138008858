using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Placement.Pickers;
using LlamaOrch.Core.Placement.Scorers;

namespace LlamaOrch.Core.Placement;

/// <summary>Filter, score, pick: see the README beside this file.</summary>
public sealed class PlacementPipeline
{
    private const int None = -1;

    private readonly IPlacementFilter[] required;
    private readonly AvoidFilter preference = new();
    private readonly IPlacementScorer[] scorers;
    private readonly LeastLoadedPicker picker = new();

    /// <summary>Builds the default pipeline: all filters, free slots, least-loaded.</summary>
    public PlacementPipeline()
    {
        required =
        [
            new OnlineFilter(), new ReadyFilter(), new DrainingFilter(), new FreeSlotFilter(), new ContextFilter(),
        ];
        scorers = [new FreeSlotsScorer()];
    }

    /// <summary>Which candidate is best for a request: its index, or -1 when none will do now.</summary>
    public int Choose(ReadOnlySpan<PoolCandidate> candidates, in PlacementRequest request)
    {
        (int preferred, int fallback) = (None, None);
        (double preferredScore, double fallbackScore) = (0, 0);
        for (int index = 0; index < candidates.Length; index++)
        {
            ref readonly PoolCandidate candidate = ref candidates[index];
            if (!Passes(candidate, request))
                continue;
            double score = Score(candidate, request);
            if (!preference.Admits(candidate, request))
                KeepBetter(candidates, index, score, ref fallback, ref fallbackScore);
            else
                KeepBetter(candidates, index, score, ref preferred, ref preferredScore);
        }

        return preferred != None ? preferred : fallback;
    }

    /// <summary>
    /// The largest context, in tokens, for which some pool has a free slot now; -1 when no pool has one. Tells in one
    /// pass over the pools which of many waiting tasks are worth a look.
    /// </summary>
    public int Room(ReadOnlySpan<PoolCandidate> candidates)
    {
        var anything = new PlacementRequest(0, []);
        int room = None;
        foreach (ref readonly PoolCandidate candidate in candidates)
        {
            if (Passes(candidate, anything))
                room = Math.Max(room, candidate.Pool.ContextTokens == 0 ? int.MaxValue : candidate.Pool.ContextTokens);
        }

        return room;
    }

    private bool Passes(in PoolCandidate candidate, in PlacementRequest request)
    {
        foreach (IPlacementFilter filter in required)
        {
            if (!filter.Admits(candidate, request))
                return false;
        }

        return true;
    }

    private double Score(in PoolCandidate candidate, in PlacementRequest request)
    {
        double sum = 0;
        foreach (IPlacementScorer scorer in scorers)
            sum += scorer.Score(candidate, request);
        return sum / scorers.Length;
    }

    private void KeepBetter(
        ReadOnlySpan<PoolCandidate> candidates, int challenger, double score, ref int best, ref double bestScore)
    {
        if (best != None
            && !picker.Prefers(
                new ScoredPool(candidates[challenger], score), new ScoredPool(candidates[best], bestScore)))
            return;
        (best, bestScore) = (challenger, score);
    }
}
