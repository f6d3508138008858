using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The tasks of this silo: those that run, and the latest that have ended.</summary>
internal sealed class TaskDirectory(IOptions<OrchestratorOptions> options)
{
    private readonly ConcurrentDictionary<TaskId, TaskRecord> records = new();
    private readonly ConcurrentQueue<TaskId> ended = new();

    /// <summary>Keeps a task from now on.</summary>
    public TaskRecord Add(TaskSubmission submission, TaskView view) =>
        records[view.TaskId] = new TaskRecord(submission, view);

    public TaskRecord? Find(TaskId taskId) => records.GetValueOrDefault(taskId);

    /// <summary>Up to <paramref name="count"/> tasks, the newest first.</summary>
    public IReadOnlyList<TaskView> Newest(int count) =>
        [.. records.Values.Select(record => record.View).OrderByDescending(view => view.CreatedAt).Take(count)];

    /// <summary>A task has ended: it is kept until enough later ones have.</summary>
    public void Ended(TaskId taskId)
    {
        ended.Enqueue(taskId);
        while (ended.Count > options.Value.TasksKept && ended.TryDequeue(out TaskId oldest))
        {
            if (records.TryRemove(oldest, out TaskRecord? forgotten))
                forgotten.Dispose();
        }
    }
}
