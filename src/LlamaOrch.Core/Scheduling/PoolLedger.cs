using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Scheduling;

/// <summary>The pools of one model as candidates, with what this scheduler has lent of each.</summary>
internal sealed class PoolLedger(PoolBoard board)
{
    private readonly Dictionary<PoolId, PoolUse> uses = [];
    private readonly Dictionary<PoolId, int> indexes = [];
    private PoolCandidate[] candidates = [];

    /// <summary>The candidates, ordered by pool id.</summary>
    public ReadOnlySpan<PoolCandidate> Candidates => candidates;

    /// <summary>
    /// How many pools are kept in mind: those of the fleet, and those that have gone with slots still lent.
    /// </summary>
    public int Count => uses.Count;

    /// <summary>Takes the fleet's pools; what is lent stays lent, also of pools that have gone.</summary>
    public void Take(IReadOnlyList<PoolSnapshot> pools)
    {
        indexes.Clear();
        candidates = new PoolCandidate[pools.Count];
        for (int index = 0; index < candidates.Length; index++)
        {
            PoolUse use = uses.GetValueOrDefault(pools[index].PoolId);
            candidates[index] = new PoolCandidate(pools[index], use.Lent, use.LastGrant) { Rest = use.Rest };
            indexes[pools[index].PoolId] = index;
        }

        board.Take(candidates);
        foreach (PoolId gone in uses.Keys.Where(id => !indexes.ContainsKey(id)).ToArray())
            ForgetUnlessLent(gone);
    }

    /// <summary>Lends a slot of a candidate.</summary>
    public void Lend(int index, long fence)
    {
        ref PoolCandidate candidate = ref candidates[index];
        candidate = candidate with { SlotsLent = candidate.SlotsLent + 1, LastGrant = fence };
        uses[candidate.Pool.PoolId] = new PoolUse(candidate.SlotsLent, fence, candidate.Rest);
        board.Judge(index);
    }

    /// <summary>A slot that was taken back is lent after all, of a pool that may have gone meanwhile.</summary>
    public void LendAgain(PoolId poolId)
    {
        PoolUse use = uses.GetValueOrDefault(poolId);
        uses[poolId] = use with { Lent = use.Lent + 1 };
        if (!indexes.TryGetValue(poolId, out int index))
            return;
        candidates[index] = candidates[index] with { SlotsLent = use.Lent + 1 };
        board.Judge(index);
    }

    /// <summary>Takes a slot back, of a pool that may have gone meanwhile.</summary>
    public void TakeBack(PoolId poolId)
    {
        PoolUse use = uses[poolId] with { Lent = uses[poolId].Lent - 1 };
        uses[poolId] = use;
        if (!indexes.TryGetValue(poolId, out int index))
        {
            ForgetUnlessLent(poolId);
            return;
        }

        candidates[index] = candidates[index] with { SlotsLent = use.Lent };
        board.Judge(index);
    }

    /// <summary>Whether a pool is in the fleet.</summary>
    public bool Has(PoolId poolId) => indexes.ContainsKey(poolId);

    /// <summary>Says whether a pool rests; one that has gone is left as it is.</summary>
    public void SetRest(PoolId poolId, PoolRest rest)
    {
        if (!indexes.TryGetValue(poolId, out int index) || candidates[index].Rest == rest)
            return;
        uses[poolId] = uses.GetValueOrDefault(poolId) with { Rest = rest };
        candidates[index] = candidates[index] with { Rest = rest };
        board.Judge(index);
    }

    private void ForgetUnlessLent(PoolId gone)
    {
        if (uses[gone].Lent == 0)
            uses.Remove(gone);
    }

    private readonly record struct PoolUse(int Lent, long LastGrant, PoolRest Rest);
}
