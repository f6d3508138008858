using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// The leases of one model that are out, by id and by pool, and those that were lost: should a node report one of them
/// after all, its request had only been slow.
/// </summary>
internal sealed class LeaseBook
{
    /// <summary>How many lost leases are remembered; the oldest go first.</summary>
    public const int LostMax = 1024;

    private readonly Dictionary<LeaseId, HeldLease> held = [];
    private readonly Dictionary<PoolId, HashSet<LeaseId>> byPool = [];
    private readonly Dictionary<LeaseId, HeldLease> lost = [];
    private readonly Queue<LeaseId> lostOrder = new();

    /// <summary>Leases that are out.</summary>
    public int Count => held.Count;

    /// <summary>Lost leases that are remembered.</summary>
    public int LostCount => lost.Count;

    /// <summary>Takes a lease in.</summary>
    public void Add(in HeldLease lease)
    {
        held.Add(lease.Lease.LeaseId, lease);
        if (!byPool.TryGetValue(lease.Lease.PoolId, out HashSet<LeaseId>? ofPool))
            byPool[lease.Lease.PoolId] = ofPool = [];
        ofPool.Add(lease.Lease.LeaseId);
    }

    /// <summary>A lease has come back; false when it is not out, or not any more.</summary>
    public bool TryEnd(LeaseId leaseId, out HeldLease ended)
    {
        if (!held.Remove(leaseId, out ended))
        {
            lost.Remove(leaseId);
            return false;
        }

        HashSet<LeaseId> ofPool = byPool[ended.Lease.PoolId];
        ofPool.Remove(leaseId);
        if (ofPool.Count == 0)
            byPool.Remove(ended.Lease.PoolId);
        return true;
    }

    /// <summary>Compares a node's word with the book.</summary>
    /// <param name="report">What the node says.</param>
    /// <param name="grantedBefore">Leases granted later may still be on their way to the node.</param>
    public LeaseDifference Compare(PoolLeases report, DateTimeOffset grantedBefore)
    {
        List<LeaseId>? unknown = null;
        List<HeldLease>? found = null;
        foreach (LeaseId reported in report.Active)
        {
            if (held.TryGetValue(reported, out HeldLease known) && known.Lease.PoolId == report.PoolId)
                continue;
            if (lost.TryGetValue(reported, out HeldLease late) && late.Lease.PoolId == report.PoolId)
                (found ??= []).Add(late);
            else
                (unknown ??= []).Add(reported);
        }

        return new LeaseDifference(unknown ?? [], found ?? [], MissingFrom(report, grantedBefore));
    }

    /// <summary>A lease is out no more, though nobody gave it back.</summary>
    public void Lose(in HeldLease missing)
    {
        TryEnd(missing.Lease.LeaseId, out _);
        lost[missing.Lease.LeaseId] = missing;
        lostOrder.Enqueue(missing.Lease.LeaseId);
        if (lostOrder.Count > LostMax)
            lost.Remove(lostOrder.Dequeue());
    }

    /// <summary>A lost lease is out after all; false when it has been found already.</summary>
    public bool Find(in HeldLease late)
    {
        if (!lost.Remove(late.Lease.LeaseId))
            return false;
        Add(late);
        return true;
    }

    private List<HeldLease> MissingFrom(PoolLeases report, DateTimeOffset grantedBefore)
    {
        if (!byPool.TryGetValue(report.PoolId, out HashSet<LeaseId>? ofPool))
            return [];
        List<HeldLease>? missing = null;
        HashSet<LeaseId>? active = null;
        foreach (LeaseId lent in ofPool)
        {
            HeldLease lease = held[lent];
            if (lease.Since <= grantedBefore && !(active ??= [.. report.Active]).Contains(lent))
                (missing ??= []).Add(lease);
        }

        return missing ?? [];
    }
}
