using LlamaOrch.Core.Placement.Pickers;

namespace LlamaOrch.Core.Placement;

/// <summary>
/// Filter, score, pick, over all candidates one after the other: what a choice means, see the README beside this file.
/// The <see cref="Index.PlacementIndex"/> chooses the same without looking at all of them.
/// </summary>
internal sealed class PlacementPipeline(PlacementRules rules)
{
    private const int None = -1;
    private const int Tiers = 6;

    /// <summary>
    /// Which candidate is best for a request: its index, or -1 when none will do now. Candidates carry what is
    /// remembered of them.
    /// </summary>
    public int Choose(ReadOnlySpan<PoolCandidate> candidates, in PlacementRequest request)
    {
        int chosen = ChooseByTier(candidates, request);
        return chosen == None && PlacementHope.MayDisturb(candidates, rules, request)
            ? ChooseByTier(candidates, request with { IgnoresRest = true })
            : chosen;
    }

    private int ChooseByTier(ReadOnlySpan<PoolCandidate> candidates, in PlacementRequest request)
    {
        for (int tier = 0; tier < Tiers; tier++)
        {
            var fit = new List<int>();
            for (int index = 0; index < candidates.Length; index++)
            {
                if (request.TierOf(candidates[index].Pool.PoolId) == tier
                    && rules.RejectedBy(candidates[index], request) == PlacementRules.Admitted)
                    fit.Add(index);
            }

            if (fit.Count > 0)
                return Pick(candidates, Roomy(candidates, fit, request), request);
        }

        return None;
    }

    /// <summary>Those with room for the whole answer; all of them where none has.</summary>
    private static List<int> Roomy(
        ReadOnlySpan<PoolCandidate> candidates, List<int> fit, in PlacementRequest request)
    {
        var roomy = new List<int>();
        foreach (int index in fit)
        {
            if (request.HasRoom(candidates[index].Pool.ContextTokens))
                roomy.Add(index);
        }

        return roomy.Count > 0 ? roomy : fit;
    }

    private int Pick(ReadOnlySpan<PoolCandidate> candidates, List<int> fit, in PlacementRequest request)
    {
        int plain = None;
        foreach (int index in fit)
        {
            PoolCandidate forgotten = candidates[index] with { KvWarmth = 0, PrefixShare = 0 };
            if (plain == None || Prefers(forgotten, candidates[plain] with { KvWarmth = 0, PrefixShare = 0 }, request))
                plain = index;
        }

        if (rules.Picker is RandomPicker)
            return Draw(candidates, fit, request);
        int best = None;
        PoolCandidate bestCandidate = default;
        foreach (int index in fit)
        {
            PoolCandidate candidate = rules.Balanced(candidates[index], candidates[plain]);
            if (best == None || Prefers(candidate, bestCandidate, request))
                (best, bestCandidate) = (index, candidate);
        }

        return best;
    }

    private int Draw(ReadOnlySpan<PoolCandidate> candidates, List<int> fit, in PlacementRequest request)
    {
        PoolCandidate[] all = candidates.ToArray();
        PlacementRequest asked = request;
        fit.Sort((left, right) => left == right ? 0 : Prefers(all[left], all[right], asked) ? -1 : 1);
        return fit[RandomPicker.Drawn(request.Draw, fit.Count)];
    }

    private bool Prefers(in PoolCandidate challenger, in PoolCandidate best, in PlacementRequest request) =>
        rules.Picker.Prefers(
            new ScoredPool(challenger, rules.Score(challenger, request)),
            new ScoredPool(best, rules.Score(best, request)));
}
