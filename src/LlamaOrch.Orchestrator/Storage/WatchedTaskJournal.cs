using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>The journal of tasks, with its times and failures measured.</summary>
internal sealed class WatchedTaskJournal(ITaskJournal journal, StorageMetrics metrics, TimeProvider time)
    : ITaskJournal, IDisposable
{
    public ValueTask<IReadOnlyList<JournaledTask>> RecoverAsync(CancellationToken cancellationToken) =>
        ReadAsync(journal.RecoverAsync(cancellationToken));

    public ValueTask AcceptAsync(JournaledTask task) => WriteAsync(journal.AcceptAsync(task));

    public ValueTask MarkDeliveredAsync(TaskId taskId) => WriteAsync(journal.MarkDeliveredAsync(taskId));

    public ValueTask EndAsync(TaskId taskId, TaskOutcome outcome) => WriteAsync(journal.EndAsync(taskId, outcome));

    public ValueTask<JournaledTask?> FindAsync(TaskId taskId, CancellationToken cancellationToken) =>
        ReadAsync(journal.FindAsync(taskId, cancellationToken));

    public ValueTask<IReadOnlyList<JournaledTask>> NewestEndedAsync(int count, CancellationToken cancellationToken) =>
        ReadAsync(journal.NewestEndedAsync(count, cancellationToken));

    public void Dispose() => (journal as IDisposable)?.Dispose();

    private async ValueTask WriteAsync(ValueTask write)
    {
        long started = time.GetTimestamp();
        try
        {
            await write;
        }
        catch (StorageException)
        {
            metrics.WriteErrors.Inc();
            metrics.IsWritable = false;
            throw;
        }

        metrics.WriteMs.Observe(time.GetElapsedTime(started).TotalMilliseconds);
        if (!metrics.IsWritable)
            metrics.IsWritable = true;
    }

    private async ValueTask<TResult> ReadAsync<TResult>(ValueTask<TResult> read)
    {
        long started = time.GetTimestamp();
        try
        {
            TResult result = await read;
            metrics.ReadMs.Observe(time.GetElapsedTime(started).TotalMilliseconds);
            if (!metrics.IsReadable)
                metrics.IsReadable = true;
            return result;
        }
        catch (StorageException)
        {
            metrics.ReadErrors.Inc();
            metrics.IsReadable = false;
            throw;
        }
    }
}
