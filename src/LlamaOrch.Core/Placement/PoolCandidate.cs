using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Placement;

/// <summary>A pool as a choice: what the fleet knows of it and what this scheduler has lent of it.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="SlotsLent">Leases that are out.</param>
/// <param name="LastGrant">The fence of its latest grant; 0 before the first.</param>
public readonly record struct PoolCandidate(PoolSnapshot Pool, int SlotsLent, long LastGrant)
{
    /// <summary>
    /// Slots that somebody holds: lent here, or by an earlier life of the control plane and still running.
    /// </summary>
    public int SlotsHeld => SlotsLent + Pool.SlotsHeldElsewhere;
}
