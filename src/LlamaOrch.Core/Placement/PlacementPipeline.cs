using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Placement.Pickers;
using LlamaOrch.Core.Placement.Scorers;

namespace LlamaOrch.Core.Placement;

/// <summary>Filter, score, pick: see the README beside this file.</summary>
public sealed class PlacementPipeline
{
    private readonly IPlacementFilter[] required;
    private readonly AvoidFilter preference = new();
    private readonly IPlacementScorer[] scorers;
    private readonly LeastLoadedPicker picker = new();

    /// <summary>Builds the default pipeline: all filters, free slots, least-loaded.</summary>
    public PlacementPipeline()
    {
        required = [new OnlineFilter(), new ReadyFilter(), new DrainingFilter(), new FreeSlotFilter(), new ContextFilter()];
        scorers = [new FreeSlotsScorer()];
    }

    /// <summary>The best pool for a request; null when none will do now.</summary>
    public PoolCandidate? Choose(IReadOnlyList<PoolCandidate> candidates, in PlacementRequest request)
    {
        ScoredPool? preferred = null;
        ScoredPool? fallback = null;
        foreach (PoolCandidate candidate in candidates)
        {
            if (!Passes(candidate, request))
                continue;
            var scored = new ScoredPool(candidate, Score(candidate, request));
            if (preference.Admits(candidate, request))
                preferred = Better(scored, preferred);
            else
                fallback = Better(scored, fallback);
        }

        return (preferred ?? fallback)?.Candidate;
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

    private ScoredPool Better(in ScoredPool challenger, in ScoredPool? best) =>
        best is not ScoredPool known || picker.Prefers(challenger, known) ? challenger : known;
}
