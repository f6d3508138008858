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

    /// <summary>Whether there is nothing to deliver.</summary>
    public bool IsEmpty => Grants.Count == 0 && Drops.Count == 0;

    /// <summary>Forgets what has been delivered.</summary>
    public void Clear()
    {
        Grants.Clear();
        Drops.Clear();
    }
}
