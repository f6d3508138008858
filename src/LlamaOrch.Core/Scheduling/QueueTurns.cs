namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// Whose turn it is between the priorities: interactive tasks first, and while both wait every
/// <see cref="QueueLimits.BatchEvery"/>-th grant for a batch task.
/// </summary>
internal sealed class QueueTurns(int batchEvery)
{
    private int sinceBatch;

    /// <summary>Whether a batch task comes next, when tasks of these numbers wait.</summary>
    public bool IsBatchTurn(int interactive, int batch) =>
        interactive == 0 || (batch > 0 && sinceBatch >= batchEvery - 1);

    /// <summary>A waiting task has its slot.</summary>
    public void Granted(TaskPriority priority) => sinceBatch = priority == TaskPriority.Batch ? 0 : sinceBatch + 1;

    /// <summary>How many are granted before a task, if each in turn fits the slot that comes.</summary>
    /// <param name="priority">The task's priority.</param>
    /// <param name="ahead">How many of its priority wait in front.</param>
    /// <param name="others">How many of the other priority wait.</param>
    public int Before(TaskPriority priority, int ahead, int others)
    {
        int gap = batchEvery - 1;
        long passed = Math.Min(sinceBatch, gap);
        if (priority == TaskPriority.Batch)
            return ahead + (int)Math.Min(others, ((ahead + 1L) * gap) - passed);
        return ahead + (gap == 0 ? others : (int)Math.Min(others, (ahead + passed) / gap));
    }
}
