using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>
/// What one model's scheduler remembers of its pools: latencies, sessions, prompt prefixes. Bounded whatever happens.
/// </summary>
internal sealed class PlacementMemory
{
    // A pool that others have answered for this many rounds without being asked itself is worth another try.
    private const int LatencyRounds = 8;

    private readonly Dictionary<PoolId, PoolHistory> known = [];
    private readonly SessionMemory sessions = new(SessionMemory.SessionsMax);
    private readonly PrefixMemory prefixes = new();
    private readonly RecentGrants recent = new();
    private PoolHistory[] pools = [];
    private long observations;
    private int nextToForget;

    /// <summary>Takes the pools of now; those that have gone are forgotten with all that was known of them.</summary>
    public void Take(ReadOnlySpan<PoolCandidate> candidates)
    {
        if (AreKnown(candidates))
            return;
        foreach (PoolHistory pool in pools)
            pool.Index = PoolHistory.Gone;
        PoolHistory[] before = pools;
        pools = new PoolHistory[candidates.Length];
        for (int index = 0; index < pools.Length; index++)
        {
            PoolId poolId = candidates[index].Pool.PoolId;
            if (!known.TryGetValue(poolId, out PoolHistory? pool))
                known[poolId] = pool = new PoolHistory(poolId);
            pool.Index = index;
            pools[index] = pool;
        }

        foreach (PoolHistory pool in before)
        {
            if (pool.Index == PoolHistory.Gone)
                known.Remove(pool.PoolId);
        }
    }

    /// <summary>A candidate with what is known of its pool, whatever the task.</summary>
    public PoolCandidate Of(int index, in PoolCandidate candidate) => candidate with
    {
        FirstTokenMs = pools[index].FirstTokenMs,
        RecentGrants = pools[index].Recent,
    };

    /// <summary>Likewise, with what a task's session and prompt have to do with it.</summary>
    public PoolCandidate Of(int index, in PoolCandidate candidate, in PlacementRequest request)
    {
        PoolCandidate known = Of(index, candidate);
        if (request.Session is SessionId session && sessions.PoolOf(session) == pools[index])
            known = known with { KvWarmth = sessions.Warmth(session, candidate.Pool.SlotsTotal) };
        if (request.PromptBlocks is { Count: > 0 } blocks)
        {
            foreach (ref readonly PrefixMatch match in prefixes.Find(blocks))
            {
                if (match.Pool == pools[index])
                    known = known with { PrefixShare = match.Share };
            }
        }

        return known;
    }

    /// <summary>Adds the indexes of the pools that a task's session or prompt has to do with.</summary>
    public void AddRelated(in PlacementRequest request, List<int> related)
    {
        if (request.Session is SessionId session && sessions.PoolOf(session) is { Index: >= 0 } last)
            related.Add(last.Index);
        if (request.PromptBlocks is { Count: > 0 } blocks)
        {
            foreach (ref readonly PrefixMatch match in prefixes.Find(blocks))
                related.Add(match.Pool.Index);
        }
    }

    /// <summary>How much of a session's KV cache its last pool is likely to have still, 0 to 1.</summary>
    public double KvWarmth(SessionId session, ReadOnlySpan<PoolCandidate> candidates) =>
        sessions.PoolOf(session) is { Index: >= 0 } last
            ? sessions.Warmth(session, candidates[last.Index].Pool.SlotsTotal)
            : 0;

    /// <summary>A task runs on a pool now.</summary>
    public void Granted(int index, in PlacementRequest request)
    {
        PoolHistory pool = pools[index];
        pool.Grants++;
        recent.Add(pool);
        if (request.Session is SessionId session)
            sessions.Granted(session, pool);
        if (request.PromptBlocks is { Count: > 0 } blocks)
            prefixes.Granted(blocks, pool);
    }

    /// <summary>
    /// An answer's first token came. Tells whose latency is known differently now: the pool's, and perhaps that of
    /// another one whose latency is too old; -1 for none.
    /// </summary>
    public (int Observed, int Forgotten) Observe(PoolId poolId, double firstTokenMs)
    {
        if (!known.TryGetValue(poolId, out PoolHistory? pool))
            return (PoolHistory.Gone, PoolHistory.Gone);
        pool.Observe(firstTokenMs, ++observations);
        nextToForget = (nextToForget + 1) % pools.Length;
        PoolHistory old = pools[nextToForget];
        if (old.FirstTokenMs == 0 || observations - old.ObservedAt <= (long)LatencyRounds * pools.Length)
            return (pool.Index, PoolHistory.Gone);
        old.ForgetLatency();
        return (pool.Index, old.Index);
    }

    private bool AreKnown(ReadOnlySpan<PoolCandidate> candidates)
    {
        if (candidates.Length != pools.Length)
            return false;
        for (int index = 0; index < pools.Length; index++)
        {
            if (pools[index].PoolId != candidates[index].Pool.PoolId)
                return false;
        }

        return true;
    }
}
