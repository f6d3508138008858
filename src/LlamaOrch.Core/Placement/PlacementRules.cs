using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Placement.Pickers;
using LlamaOrch.Core.Placement.Scorers;

namespace LlamaOrch.Core.Placement;

/// <summary>The filters, scorers and the picker of one policy, in the order in which they are asked.</summary>
internal sealed class PlacementRules
{
    /// <summary>The code of a pool that no filter rejects.</summary>
    public const int Admitted = -1;

    private readonly double weightSum;

    public PlacementRules(PlacementPolicy policy)
    {
        Policy = policy;
        OfPool =
        [
            new ModelFilter(), new DigestFilter(), new OnlineFilter(), new ReadyFilter(), new DrainingFilter(),
            new VramFilter(policy.VramFreeBytesMin), new FreeSlotFilter(), new RestFilter(),
        ];
        OfShape = [new EngineFilter(), new ContextFilter(), new DeviceMaskFilter()];
        OfTask = [new PinFilter(), new PreferFilter(), new AvoidFilter(), new FailedFilter()];
        Filters = [.. OfPool, .. OfShape, .. OfTask];
        // Those of affinity come last: a sum without them is the sum with zeros in their places, to the last bit.
        Scorers =
        [
            new FreeSlotsScorer(), new FreeVramScorer(), new LatencyScorer(policy.LatencyHalf),
            new SessionAffinityScorer(), new PrefixAffinityScorer(),
        ];
        Weights =
        [
            policy.FreeSlotsWeight, policy.FreeVramWeight, policy.LatencyWeight,
            policy.SessionAffinityWeight, policy.PrefixAffinityWeight,
        ];
        weightSum = Weights.Sum();
        Picker = policy.Strategy switch
        {
            RoundRobinPicker.StrategyName => new RoundRobinPicker(),
            RandomPicker.StrategyName => new RandomPicker(),
            _ => new LeastLoadedPicker(),
        };
    }

    public PlacementPolicy Policy { get; }

    /// <summary>Filters that look at the pool as it is now, whatever the task.</summary>
    public IPlacementFilter[] OfPool { get; }

    /// <summary>Filters that compare a task's wishes with a pool's shape.</summary>
    public IPlacementFilter[] OfShape { get; }

    /// <summary>Filters that compare a task's wishes with a pool's id.</summary>
    public IPlacementFilter[] OfTask { get; }

    /// <summary>All of them, in this order.</summary>
    public IPlacementFilter[] Filters { get; }

    public IPlacementScorer[] Scorers { get; }

    /// <summary>The weight of each scorer.</summary>
    public double[] Weights { get; }

    public IPlacementPicker Picker { get; }

    /// <summary>Which filter rejects a pool first, as an index of <see cref="Filters"/>.</summary>
    public int RejectedBy(in PoolCandidate candidate, in PlacementRequest request) =>
        First(Filters, 0, Filters.Length, candidate, request);

    /// <summary>Likewise of the first group alone.</summary>
    public int RejectedByPool(in PoolCandidate candidate, in PlacementRequest request) =>
        First(Filters, 0, OfPool.Length, candidate, request);

    /// <summary>Likewise of the second group alone.</summary>
    public int RejectedByShape(in PoolCandidate candidate, in PlacementRequest request) =>
        First(Filters, OfPool.Length, OfShape.Length, candidate, request);

    /// <summary>Likewise of the third group alone.</summary>
    public int RejectedByTask(in PoolCandidate candidate, in PlacementRequest request) =>
        First(Filters, OfPool.Length + OfShape.Length, OfTask.Length, candidate, request);

    /// <summary>The weighted mean of all scores.</summary>
    public double Score(in PoolCandidate candidate, in PlacementRequest request)
    {
        double sum = 0;
        for (int index = 0; index < Scorers.Length; index++)
            sum += Weights[index] * Scorers[index].Score(candidate, request);
        return weightSum == 0 ? 0 : sum / weightSum;
    }

    /// <summary>
    /// The candidate as it is to be scored: its shared prefix counts only while the load is balanced.
    /// </summary>
    /// <param name="candidate">A pool.</param>
    /// <param name="plain">The pool that would be chosen if nothing were remembered.</param>
    public PoolCandidate Balanced(in PoolCandidate candidate, in PoolCandidate plain) =>
        candidate.PrefixShare == 0 || PrefixBalance.Holds(candidate, plain, Policy.PrefixBalanceMax)
            ? candidate
            : candidate with { PrefixShare = 0 };

    private static int First(
        IPlacementFilter[] filters, int start, int count, in PoolCandidate candidate, in PlacementRequest request)
    {
        for (int index = start; index < start + count; index++)
        {
            if (!filters[index].Admits(candidate, request))
                return index;
        }

        return Admitted;
    }
}
