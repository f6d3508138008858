using LlamaOrch.Core.Ports;

namespace LlamaOrch.Storage.Commits;

/// <summary>
/// Makes many small writes durable with few commits: while one batch goes to disk, the next one gathers. Batches are
/// committed one after the other, in the order in which their writes came, on a thread of its own, since a commit
/// blocks for as long as the disk takes.
/// </summary>
public sealed class GroupCommit<TWrite> : IDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim news = new(0);
    private readonly Action<IReadOnlyList<PendingWrite<TWrite>>> commit;
    private readonly CommitLimits limits;
    private readonly Thread thread;
    private readonly List<PendingWrite<TWrite>> waiting = [];
    private bool isClosed;

    /// <summary>Begins.</summary>
    /// <param name="name">Name of the thread.</param>
    /// <param name="commit">Writes a batch in one transaction; when it throws, none of it counts as written.</param>
    /// <param name="limits">Bounds.</param>
    public GroupCommit(string name, Action<IReadOnlyList<PendingWrite<TWrite>>> commit, CommitLimits limits)
    {
        (this.commit, this.limits) = (commit, limits);
        thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Writes that wait for the next commit.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    /// <summary>Adds a write; done when it is on disk.</summary>
    /// <exception cref="StorageException">It could not be written, or too many wait.</exception>
    public Task WriteAsync(TWrite write)
    {
        var pending = new PendingWrite<TWrite>(write);
        bool isFirst;
        lock (gate)
        {
            if (isClosed)
                return Task.FromException(new StorageException("The store is closed."));
            if (waiting.Count >= limits.WaitingMax)
                return Task.FromException(new StorageException("Too many writes wait for the store."));
            waiting.Add(pending);
            isFirst = waiting.Count == 1;
        }

        if (isFirst)
            news.Release();
        return pending.Task;
    }

    /// <summary>Writes what waits, then ends.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            // A container disposes of what it gives out under two names twice.
            if (isClosed)
                return;
            isClosed = true;
        }

        news.Release();
        thread.Join();
        news.Dispose();
    }

    private void Run()
    {
        while (true)
        {
            news.Wait();
            while (Take() is { Count: > 0 } batch)
                Commit(batch);
            lock (gate)
            {
                if (isClosed && waiting.Count == 0)
                    return;
            }
        }
    }

    private List<PendingWrite<TWrite>> Take()
    {
        lock (gate)
        {
            int count = Math.Min(waiting.Count, limits.BatchMax);
            List<PendingWrite<TWrite>> batch = waiting.GetRange(0, count);
            waiting.RemoveRange(0, count);
            return batch;
        }
    }

    private void Commit(List<PendingWrite<TWrite>> batch)
    {
        try
        {
            commit(batch);
        }
        catch (Exception failure)
        {
            foreach (PendingWrite<TWrite> pending in batch)
                pending.SetException(Told(pending.Refusal ?? failure));
            return;
        }

        foreach (PendingWrite<TWrite> pending in batch)
        {
            if (pending.Refusal is Exception refused)
                pending.SetException(Told(refused));
            else
                pending.SetResult();
        }
    }

    private static StorageException Told(Exception failure) =>
        failure as StorageException ?? new StorageException($"The store refuses to write: {failure.Message}", failure);
}
