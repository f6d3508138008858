using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Timing;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// Tells when a task that has a slot must leave it: at its deadline, or when its time on slots is used up.
/// </summary>
internal sealed class TaskClock(SlotRequest slot, SteadyTime time) : IDisposable
{
    // Not disposed: the timer's last tick may come after the end, and it holds nothing that needs to be let go of.
    private readonly CancellationTokenSource late = new();
    private ITimer? timer;

    /// <summary>Canceled when the time is up.</summary>
    public CancellationToken Late => late.Token;

    /// <summary>Why it was cut, one sentence.</summary>
    public string Sentence => slot.Deadline <= time.GetUtcNow()
        ? "The task's deadline has passed."
        : "The time that its session had left for the task is used up.";

    /// <summary>The task has a slot, perhaps not its first.</summary>
    public void Start()
    {
        TimeSpan? left = slot.Deadline - time.GetUtcNow();
        if (left is null || slot.TimeMax < left)
            left = slot.TimeMax;
        if (left is not TimeSpan limit)
            return;
        timer ??= time.CreateTimer(
            static clock => ((CancellationTokenSource)clock!).Cancel(),
            late,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => timer?.Dispose();
}
