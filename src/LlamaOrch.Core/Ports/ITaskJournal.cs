using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Core.Ports;

/// <summary>
/// Where acknowledged tasks outlive the process. When a write's task is done, what it wrote is on disk; writes of one
/// task take effect in the order in which they were begun. Every method fails with <see cref="StorageException"/> when
/// the store can't do it.
/// </summary>
public interface ITaskJournal
{
    /// <summary>
    /// Begins a new life: counts up <see cref="JournaledTask.Life"/> of every task without an end, and returns these
    /// tasks, those of one model in the order of their places.
    /// </summary>
    ValueTask<IReadOnlyList<JournaledTask>> RecoverAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a task from now on; one of the same id that has no end is replaced.</summary>
    ValueTask AcceptAsync(JournaledTask task);

    /// <summary>Tokens of the task may be seen from now on: it is never run again.</summary>
    ValueTask MarkDeliveredAsync(TaskId taskId);

    /// <summary>
    /// The task has its end. Its body is dropped; it is found until as many later tasks as the store keeps have ended.
    /// </summary>
    ValueTask EndAsync(TaskId taskId, TaskOutcome outcome);

    /// <summary>The task, with or without an end; null when it is not kept.</summary>
    ValueTask<JournaledTask?> FindAsync(TaskId taskId, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> tasks that have ended, the latest end first.</summary>
    ValueTask<IReadOnlyList<JournaledTask>> NewestEndedAsync(int count, CancellationToken cancellationToken);
}
