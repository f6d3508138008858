using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Placement;

/// <summary>A pool as a choice: what the fleet knows of it and what this scheduler has seen and lent of it.</summary>
/// <param name="Pool">The pool.</param>
/// <param name="SlotsLent">Leases that are out.</param>
/// <param name="LastGrant">The fence of its latest grant; 0 before the first.</param>
public readonly record struct PoolCandidate(PoolSnapshot Pool, int SlotsLent, long LastGrant)
{
    /// <summary>
    /// Slots that somebody holds: lent here, or by an earlier life of the control plane and still running.
    /// </summary>
    public int SlotsHeld => SlotsLent + Pool.SlotsHeldElsewhere;

    /// <summary>Share of its slots that is held, 0 to 1; 1 for a pool without slots.</summary>
    public double Load => Pool.SlotsTotal == 0 ? 1 : (double)SlotsHeld / Pool.SlotsTotal;

    /// <summary>Whether it is kept from work since it failed.</summary>
    public PoolRest Rest { get; init; }

    /// <summary>Smoothed first-token latency, milliseconds; 0 while unknown.</summary>
    public double FirstTokenMs { get; init; }

    /// <summary>How many of the model's latest grants it got, see <see cref="Affinity.RecentGrants"/>.</summary>
    public int RecentGrants { get; init; }

    /// <summary>How much of the session's KV cache it is likely to have still, 0 to 1.</summary>
    public double KvWarmth { get; init; }

    /// <summary>Share of the prompt's blocks that it has seen lately, from the first on, 0 to 1.</summary>
    public double PrefixShare { get; init; }
}
