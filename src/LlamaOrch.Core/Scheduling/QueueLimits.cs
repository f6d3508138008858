namespace LlamaOrch.Core.Scheduling;

/// <summary>Bounds of one model's queue.</summary>
public sealed record QueueLimits
{
    /// <summary>Most tasks that wait. Default 10,000.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>What happens when a task comes to a full queue. Default: it is turned away.</summary>
    public QueuePolicy Policy { get; init; } = QueuePolicy.Reject;

    /// <summary>
    /// While both kinds wait, one in this many grants goes to a batch task, so that none starves. Default 8.
    /// </summary>
    public int BatchEvery { get; init; } = 8;

    /// <summary>How many waiting tasks are looked at for one that fits the free slots. Default 1,024.</summary>
    public int LookAhead { get; init; } = 1024;

    /// <summary>
    /// How long a task may wait, all its turns in the queue together; afterwards it is dropped. Default 10 minutes.
    /// </summary>
    public TimeSpan WaitMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// A lease older than this that its node's report lacks is lost: its slot is lent again. Default 5 s: longer than a
    /// request takes to its node, shorter than a heartbeat interval.
    /// </summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long pools rest that fail.</summary>
    public PoolRestLimits Rest { get; init; } = new();
}
