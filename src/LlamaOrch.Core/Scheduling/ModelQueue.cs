using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>The tasks that wait for one model: both priorities, whose turn it is, and until when each waits.</summary>
internal sealed class ModelQueue(QueueLimits limits)
{
    private readonly WaitingTasks interactive = new();
    private readonly WaitingTasks batch = new();
    private readonly QueueTurns turns = new(limits.BatchEvery);
    private readonly ExpiryTimes expiries = new();

    /// <summary>Tasks that wait.</summary>
    public int Count => interactive.Count + batch.Count;

    /// <summary>When the first task is due; null while nobody waits. May be too early, never too late.</summary>
    public DateTimeOffset? NextExpiry => Count == 0 ? null : expiries.Earliest;

    /// <summary>Times kept in mind at which tasks are dropped.</summary>
    public int ExpiriesKnown => expiries.Count;

    /// <summary>The priority whose turn it is, and the other one.</summary>
    public (WaitingTasks Next, WaitingTasks Other) ByTurn =>
        turns.IsBatchTurn(interactive.Count, batch.Count) ? (batch, interactive) : (interactive, batch);

    /// <summary>The tasks of one priority.</summary>
    public WaitingTasks Of(TaskPriority priority) => priority == TaskPriority.Interactive ? interactive : batch;

    /// <summary>Whether a task waits.</summary>
    public bool Contains(TaskId taskId) => interactive.Contains(taskId) || batch.Contains(taskId);

    /// <summary>Takes a task in.</summary>
    public void Add(in WaitingTask task)
    {
        Of(task.Request.Priority).Add(task);
        expiries.Add(task);
        expiries.Trim(interactive, batch);
    }

    /// <summary>Takes a task out; false when it did not wait.</summary>
    public bool Remove(TaskId taskId) => interactive.Remove(taskId) || batch.Remove(taskId);

    /// <summary>A task leaves with a slot: the turn passes on.</summary>
    public void Grant(in WaitingTask task)
    {
        Remove(task.Request.TaskId);
        turns.Granted(task.Request.Priority);
    }

    /// <summary>A task by its id, and how many start before it.</summary>
    public bool TryFind(TaskId taskId, out WaitingTask task, out int position)
    {
        bool found = interactive.TryFind(taskId, out task, out position)
            || batch.TryFind(taskId, out task, out position);
        if (found)
            position = PositionOf(task.Request.Priority, position);
        return found;
    }

    /// <summary>How many would start before a task that came last now.</summary>
    public int PositionOfLast(TaskPriority priority) => PositionOf(priority, Of(priority).Count);

    /// <summary>
    /// Who makes room for a newcomer in a full queue: the oldest batch task, else the oldest of its own priority. New
    /// tasks only: were those that came back to go, as many more new ones would wait than the capacity.
    /// </summary>
    public bool TryFindOldest(TaskPriority newcomer, out WaitingTask oldest)
    {
        oldest = batch.InOrder.Concat(Of(newcomer).InOrder).FirstOrDefault(task => task.IsNew);
        return oldest.IsNew;
    }

    /// <summary>Takes out the next task whose time has passed; false when there is none.</summary>
    public bool TryTakeExpired(DateTimeOffset now, out WaitingTask expired)
    {
        while (expiries.TryTakeDue(now, out long place, out DateTimeOffset expires))
        {
            if ((interactive.TryFind(place, out expired) || batch.TryFind(place, out expired))
                && expired.Expires == expires)
                return Remove(expired.Request.TaskId);
        }

        expired = default;
        return false;
    }

    private int PositionOf(TaskPriority priority, int ahead)
    {
        WaitingTasks others = priority == TaskPriority.Batch ? interactive : batch;
        return turns.Before(priority, ahead, others.Count);
    }
}
