namespace LlamaOrch.Core.Scheduling;

/// <summary>Bounds of one model's queue.</summary>
public sealed record QueueLimits
{
    /// <summary>Most tasks that wait. Default 10,000.</summary>
    public int Capacity { get; init; } = 10_000;

    /// <summary>
    /// While both kinds wait, one in this many grants goes to a batch task, so that none starves. Default 8.
    /// </summary>
    public int BatchEvery { get; init; } = 8;

    /// <summary>How many waiting tasks are looked at for one that fits the free slots. Default 1,024.</summary>
    public int LookAhead { get; init; } = 1024;
}
