namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>How long the session that owns a database waits for others.</summary>
public sealed record OwnerTimes
{
    /// <summary>
    /// A session that has held the lock and been idle for longer belongs to a process that is dead or frozen: a living
    /// one speaks every second. It is ended, and if its process lives after all, the epoch keeps it from writing.
    /// Default 10 s.
    /// </summary>
    public TimeSpan SilenceMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a session that was told to end may take. Default 1 s.</summary>
    public TimeSpan EndMax { get; init; } = TimeSpan.FromSeconds(1);
}
