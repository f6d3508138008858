namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// When waiting tasks are to be dropped, the earliest first. Tasks that have left the queue stay in the heap until they
/// come to its top or are too many: to take each out at once would cost more than it saves.
/// </summary>
internal sealed class ExpiryTimes
{
    private const int StaleFree = 1024;

    private readonly PriorityQueue<long, DateTimeOffset> heap = new();

    /// <summary>Entries, those of tasks that have left included: bounded by twice the tasks and a rest.</summary>
    public int Count => heap.Count;

    /// <summary>Takes a task in.</summary>
    public void Add(in WaitingTask task) => heap.Enqueue(task.Place, task.Expires);

    /// <summary>The earliest time; null when nobody is waited for. May be that of a task that has left.</summary>
    public DateTimeOffset? Earliest => heap.TryPeek(out _, out DateTimeOffset expires) ? expires : null;

    /// <summary>The next task that is due, by its place; false when none is.</summary>
    public bool TryTakeDue(DateTimeOffset now, out long place, out DateTimeOffset expires) =>
        heap.TryPeek(out place, out expires) && expires <= now && heap.TryDequeue(out place, out expires);

    /// <summary>Throws out those that have left once they are the larger part.</summary>
    public void Trim(WaitingTasks interactive, WaitingTasks batch)
    {
        if (heap.Count <= (2 * (interactive.Count + batch.Count)) + StaleFree)
            return;
        heap.Clear();
        foreach (WaitingTask task in interactive.InOrder.Concat(batch.InOrder))
            Add(task);
    }
}
