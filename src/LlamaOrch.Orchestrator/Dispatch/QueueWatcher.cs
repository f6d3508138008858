using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>One reader who wants to know how a task that waits stands.</summary>
internal sealed class QueueWatcher(QueueWatch owner, ModelId model, TaskId taskId) : IDisposable
{
    private readonly Lock gate = new();
    private QueueOutlook? latest;
    private TaskCompletionSource<QueueOutlook> next = New();

    /// <summary>The task's model.</summary>
    public ModelId Model => model;

    /// <summary>The task.</summary>
    public TaskId TaskId => taskId;

    /// <summary>The next look that differs from the last one taken.</summary>
    public Task<QueueOutlook> NextAsync()
    {
        lock (gate)
            return next.Task;
    }

    /// <summary>A look has been taken; what differs from it comes next, at once when it is there already.</summary>
    public void Took(QueueOutlook taken)
    {
        lock (gate)
        {
            next = New();
            if (latest is not null && latest != taken)
                next.SetResult(latest);
        }
    }

    /// <summary>The scheduler's word; null when the task does not wait.</summary>
    public void Saw(QueueOutlook? outlook)
    {
        lock (gate)
        {
            if (outlook is null || outlook == latest)
                return;
            latest = outlook;
            next.TrySetResult(outlook);
        }
    }

    public void Dispose() => owner.Leave(this);

    private static TaskCompletionSource<QueueOutlook> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
