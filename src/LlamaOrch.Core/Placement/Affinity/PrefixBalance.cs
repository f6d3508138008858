namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>
/// When a shared prefix may draw a task to a pool. Both must hold, or one popular prompt would send everything to one
/// pool: the pool is not much fuller than the one that would be chosen without the prefix, and at most half of the
/// model's latest grants went to it.
/// </summary>
internal static class PrefixBalance
{
    public static bool Holds(in PoolCandidate candidate, in PoolCandidate plain, double fullerMax) =>
        candidate.Load - plain.Load <= fullerMax && candidate.RecentGrants < RecentGrants.Window / 2;
}
