using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Finds tasks: in memory with all their events, else in the journal with the last one.</summary>
internal sealed class TaskFinder(TaskDirectory directory, ITaskJournal journal)
{
    /// <summary>The task; null when there is none, or none any more.</summary>
    /// <exception cref="StorageException">The journal can't be asked.</exception>
    public async ValueTask<TaskRecord?> FindAsync(TaskId taskId, CancellationToken cancellationToken)
    {
        if (directory.Find(taskId) is TaskRecord known)
            return known;
        // One without an end and not in memory is what is left of a write that failed in a way that left open whether
        // it was done: nobody was told that the task was taken.
        JournaledTask? found = await journal.FindAsync(taskId, cancellationToken);
        return found?.Outcome is null ? directory.Find(taskId) : TaskRevival.Ended(found);
    }
}
