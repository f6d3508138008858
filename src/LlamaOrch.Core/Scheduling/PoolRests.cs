using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// Which pools of one model have failed, and until when they are left alone. Each failure in a row doubles the pause;
/// after it the pool is tried with one request at a time, until one is answered well. While no other pool is worth
/// waiting for, only short pauses keep work away, so that a queue outlives a restart; after that there is nothing
/// better than the pool's own errors.
/// </summary>
internal sealed class PoolRests(PoolLedger pools, PoolRestLimits limits)
{
    private readonly Dictionary<PoolId, Entry> entries = [];
    private readonly List<PoolId> gone = [];

    /// <summary>
    /// When the next pause ends; null while nobody pauses. A pool that is being tried is not waited for by time.
    /// </summary>
    public DateTimeOffset? NextEnd { get; private set; }

    /// <summary>How many pools have failed and not answered well since.</summary>
    public int Count => entries.Count;

    /// <summary>Whether a pool has failed and not answered well since: a request on it is a trial.</summary>
    public bool Has(PoolId poolId) => entries.ContainsKey(poolId);

    /// <summary>Whether a pause is over and nobody tries the pool, so that who failed there may go back.</summary>
    public bool IsOver(PoolId poolId, DateTimeOffset now) =>
        !entries.TryGetValue(poolId, out Entry entry) || (entry.Until <= now && entry.Trial is null);

    /// <summary>Whether a pool rests for longer than a task should wait.</summary>
    public bool IsLong(PoolId poolId) =>
        entries.TryGetValue(poolId, out Entry entry) && entry.Rest == PoolRest.Extended;

    /// <summary>The fleet has changed: pools that have left are forgotten.</summary>
    public void Follow(DateTimeOffset now)
    {
        if (entries.Count == 0)
            return;
        gone.Clear();
        foreach (PoolId poolId in entries.Keys)
        {
            if (!pools.Has(poolId))
                gone.Add(poolId);
        }

        foreach (PoolId poolId in gone)
            entries.Remove(poolId);
        Show(now);
    }

    /// <summary>Time has passed; true when a pause has ended with it.</summary>
    public bool Refresh(DateTimeOffset now)
    {
        if (entries.Count == 0)
            return false;
        // A clock that was set back must not lengthen a pause by as much.
        bool jumped = false;
        TimeSpan longest = limits.Max * (1 + limits.Jitter);
        foreach ((PoolId poolId, Entry entry) in entries)
        {
            if (entry.Until - now <= longest)
                continue;
            entries[poolId] = entry with { Until = now };
            jumped = true;
        }

        if (!jumped && !(NextEnd <= now))
            return false;
        Show(now);
        return true;
    }

    /// <summary>
    /// A lease's pool has failed. Requests that were on it already when it failed last belong to the same trouble.
    /// </summary>
    /// <param name="lease">The lease.</param>
    /// <param name="lastFence">The fence of the latest grant.</param>
    /// <param name="atLeast">How long the engine asked to be left alone; null when it did not.</param>
    /// <param name="now">The time.</param>
    /// <param name="draw">A random number.</param>
    /// <returns>What is known of the pool now; null when that is nothing new.</returns>
    public PoolRestNews? Fail(SlotLease lease, long lastFence, TimeSpan? atLeast, DateTimeOffset now, ulong draw)
    {
        bool known = entries.TryGetValue(lease.PoolId, out Entry before);
        if (!pools.Has(lease.PoolId) || (known && lease.Fence <= before.FailedAt))
            return null;
        int failures = before.Failures + 1;
        TimeSpan pause = limits.Pause(failures, atLeast, draw);
        entries[lease.PoolId] = new Entry(
            failures, now + pause, lastFence, null, pause <= limits.WorthWaiting ? PoolRest.Brief : PoolRest.Extended);
        Show(now);
        return new PoolRestNews(lease.PoolId, failures, now + pause);
    }

    /// <summary>
    /// A lease's pool has answered well: it rests no longer, if the lease is younger than its trouble.
    /// </summary>
    /// <returns>What is known of the pool now; null when that is nothing new.</returns>
    public PoolRestNews? Serve(PoolId poolId, long fence, DateTimeOffset now)
    {
        if (!entries.TryGetValue(poolId, out Entry entry) || fence <= entry.FailedAt)
            return null;
        entries.Remove(poolId);
        pools.SetRest(poolId, PoolRest.Awake);
        Show(now);
        return new PoolRestNews(poolId, 0, null);
    }

    /// <summary>A slot of a pool that had failed is lent: the pool is being tried.</summary>
    public void Try(SlotLease lease, DateTimeOffset now)
    {
        entries[lease.PoolId] = entries[lease.PoolId] with { Trial = lease.LeaseId };
        Show(now);
    }

    /// <summary>A lease has ended, whatever came of it: if it was a trial, another may follow.</summary>
    public void End(SlotLease lease, DateTimeOffset now)
    {
        if (!entries.TryGetValue(lease.PoolId, out Entry entry) || entry.Trial != lease.LeaseId)
            return;
        entries[lease.PoolId] = entry with { Trial = null };
        Show(now);
    }

    private void Show(DateTimeOffset now)
    {
        bool hasAwake = entries.Count > 0 && HasAwake();
        NextEnd = null;
        foreach ((PoolId poolId, Entry entry) in entries)
        {
            bool pauses = entry.Until > now;
            if (pauses && !(NextEnd <= entry.Until))
                NextEnd = entry.Until;
            bool rests = pauses ? hasAwake || entry.Rest == PoolRest.Brief : hasAwake && entry.Trial is not null;
            pools.SetRest(poolId, rests ? entry.Rest : PoolRest.Awake);
        }
    }

    /// <summary>Whether a pool that has not failed takes work sooner or later.</summary>
    private bool HasAwake()
    {
        foreach (ref readonly PoolCandidate candidate in pools.Candidates)
        {
            if (candidate.Pool.WorthWaitingFor && !entries.ContainsKey(candidate.Pool.PoolId))
                return true;
        }

        return false;
    }

    /// <param name="Failures">Failures in a row.</param>
    /// <param name="Until">When the pause ends.</param>
    /// <param name="FailedAt">The fence of the latest grant when it failed.</param>
    /// <param name="Trial">The lease by which it is being tried; null for none.</param>
    /// <param name="Rest">How long the pause is, to those who would wait for it.</param>
    private readonly record struct Entry(
        int Failures, DateTimeOffset Until, long FailedAt, LeaseId? Trial, PoolRest Rest);
}
