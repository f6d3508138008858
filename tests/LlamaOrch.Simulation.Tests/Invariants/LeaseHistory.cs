using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>
/// Every lease of every life: on one pool a lease id stands for one grant and no other, or a node would take one task
/// for another.
/// </summary>
internal sealed class LeaseHistory(SimulatedWorld world)
{
    private readonly Dictionary<(PoolId, LeaseId), TaskId> granted = [];

    /// <summary>Grants so far.</summary>
    public int Count => granted.Count;

    /// <summary>A scheduler has granted a lease.</summary>
    public void Add(SlotLease lease)
    {
        if (!granted.TryAdd((lease.PoolId, lease.LeaseId), lease.TaskId))
            world.Break($"lease {lease.LeaseId} of {lease.PoolId} was granted before, and now to {lease.TaskId}");
    }
}
