using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// What one event brought waiting tasks: filled by <see cref="ModelScheduler"/>, delivered and emptied by the shell.
/// </summary>
public sealed class SlotNews
{
    /// <summary>Tasks whose turn has come, in order.</summary>
    public List<SlotGrant> Grants { get; } = [];

    /// <summary>Tasks that wait no longer and get nothing.</summary>
    public List<SlotDrop> Drops { get; } = [];

    /// <summary>Leases that their nodes do not hold, though nobody gave them back: whoever uses them waits in
    /// vain.</summary>
    public List<SlotLease> Lost { get; } = [];

    /// <summary>Pools that rest now, and pools that are well again.</summary>
    public List<PoolRestNews> Rests { get; } = [];

    /// <summary>Whether there is nothing to deliver.</summary>
    public bool IsEmpty => Grants.Count == 0 && Drops.Count == 0 && Lost.Count == 0 && Rests.Count == 0;

    /// <summary>Forgets what has been delivered.</summary>
    public void Clear()
    {
        Grants.Clear();
        Drops.Clear();
        Lost.Clear();
        Rests.Clear();
    }
}
