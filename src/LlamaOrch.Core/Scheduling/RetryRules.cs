using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Scheduling;

/// <summary>Where a task may go that has failed on some pools: to pools that it has not tried, before all.</summary>
internal sealed class RetryRules(PlacementIndex placement, PoolRests rests)
{
    /// <summary>What a task wants now: may it go back to where it failed?</summary>
    /// <param name="wish">What it wants, all pools that it has failed on barred.</param>
    /// <param name="request">The task.</param>
    /// <param name="now">The time.</param>
    public PlacementRequest Narrow(in PlacementRequest wish, SlotRequest request, DateTimeOffset now)
    {
        if (!request.MayRepeat || request.Avoid.Count == 0
            || PlacementHope.HasAwakeOrBrief(placement.Board.Candidates, placement.Board.Rules, wish))
            return wish;
        // Nobody else will have it: back to where the pause is over.
        return wish with
        {
            Failed = [.. wish.Failed ?? [], .. request.Avoid.Where(pool => rests.IsOver(pool, now))],
            Barred = [.. request.Avoid.Where(pool => !rests.IsOver(pool, now))],
        };
    }

    /// <summary>
    /// Whether nothing is left to wait for: all pools that would do have failed the task, and none is to be tried
    /// again soon.
    /// </summary>
    public bool IsHopeless(in PlacementRequest wish, SlotRequest request)
    {
        if (request.Avoid.Count == 0)
            return false;
        ReadOnlySpan<PoolCandidate> candidates = placement.Board.Candidates;
        PlacementRules rules = placement.Board.Rules;
        if (PlacementHope.HasAny(candidates, rules, wish))
            return false;
        if (!request.MayRepeat)
            return true;
        // Pools that are down altogether are waited for as by everybody else.
        PlacementRequest again = wish with { Barred = [.. request.Avoid.Where(rests.IsLong)] };
        return PlacementHope.HasAny(candidates, rules, wish with { Barred = null })
            && !PlacementHope.HasAny(candidates, rules, again);
    }
}
