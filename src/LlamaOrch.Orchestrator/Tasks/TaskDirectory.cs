using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The tasks of this silo: those that run, bounded by the queues and the slots, and the latest that have ended, bounded
/// in number and by the memory of their events.
/// </summary>
internal sealed class TaskDirectory(IOptions<OrchestratorOptions> options)
{
    private readonly ConcurrentDictionary<TaskId, TaskRecord> records = new();
    private readonly Lock gate = new();
    private readonly Queue<TaskRecord> ended = [];
    private long endedBytes;

    /// <summary>Keeps a task from now on.</summary>
    public TaskRecord Add(TaskRecord record) => records[record.Id] = record;

    public TaskRecord? Find(TaskId taskId) => records.GetValueOrDefault(taskId);

    /// <summary>Up to <paramref name="count"/> tasks, the newest first.</summary>
    public IReadOnlyList<TaskView> Newest(int count) =>
        [.. records.Values.OrderByDescending(record => record.CreatedAt).Take(count).Select(record => record.View)];

    /// <summary>
    /// Lets the readers of the tasks that wait go, and takes these out of their queues: they go on waiting in the next
    /// life, and slots that come back meanwhile are for nobody.
    /// </summary>
    public void BreakOffQueued()
    {
        foreach (TaskRecord record in records.Values)
        {
            if (record.Queued is not QueuedWork queued)
                continue;
            queued.GiveUp();
            record.Events.BreakOff();
        }
    }

    /// <summary>A task has ended: it is kept until enough later ones have.</summary>
    public void Ended(TaskRecord record)
    {
        lock (gate)
        {
            ended.Enqueue(record);
            endedBytes += record.Events.Bytes;
            while (ended.Count > options.Value.TasksKept || endedBytes > options.Value.TaskEventsBytesMax)
            {
                TaskRecord forgotten = ended.Dequeue();
                endedBytes -= forgotten.Events.Bytes;
                records.TryRemove(forgotten.Id, out _);
                forgotten.Dispose();
            }
        }
    }
}
