using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Ports;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Finds the records of tasks.</summary>
internal sealed class TaskArtifacts(IArtifactStore store)
{
    /// <summary>
    /// The view of a task that has ended with the id of its record; as it is while the record is not written, and while
    /// the store can't be read.
    /// </summary>
    public async ValueTask<TaskView> WithRecordAsync(TaskView view, CancellationToken cancellationToken)
    {
        if (view.EndedAt is null)
            return view;
        try
        {
            return view with { ArtifactId = await store.FindOfTaskAsync(view.TaskId, cancellationToken) };
        }
        catch (StorageException)
        {
            return view;
        }
    }
}
