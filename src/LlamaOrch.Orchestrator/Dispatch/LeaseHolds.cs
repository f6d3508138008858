using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// The leases that are in use on this silo, so that one which its node does not hold any more can be cut: its
/// connection may look alive for ever behind a proxy or a firewall that keeps TCP up.
/// </summary>
internal sealed class LeaseHolds
{
    private readonly ConcurrentDictionary<LeaseId, LeaseHold> holds = new();

    /// <summary>A lease is used from here on, until the hold is disposed of.</summary>
    public LeaseHold Hold(SlotLease lease, CancellationToken caller) =>
        holds[lease.LeaseId] = new LeaseHold(this, lease.LeaseId, caller);

    /// <summary>A node does not hold a lease. True when it was in use here.</summary>
    public bool Lose(LeaseId leaseId)
    {
        if (!holds.TryGetValue(leaseId, out LeaseHold? hold))
            return false;
        hold.Lose();
        return true;
    }

    /// <summary>A lease is not used any more.</summary>
    public void Forget(LeaseId leaseId) => holds.TryRemove(leaseId, out _);
}
