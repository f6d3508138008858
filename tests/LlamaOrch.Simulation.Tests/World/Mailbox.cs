namespace LlamaOrch.Simulation.Tests.World;

/// <summary>What came and was not read yet, and whoever waits for the next.</summary>
internal sealed class Mailbox<T>
{
    private readonly Queue<T> kept = new();
    private TaskCompletionSource<T>? reader;

    /// <summary>Adds one; a waiting reader has it at once.</summary>
    public void Put(T item)
    {
        if (reader is not TaskCompletionSource<T> waits)
        {
            kept.Enqueue(item);
            return;
        }

        reader = null;
        waits.SetResult(item);
    }

    /// <summary>The next one. One reader at a time: a second takes the first one's place.</summary>
    public Task<T> TakeAsync()
    {
        if (kept.TryDequeue(out T? item))
            return Task.FromResult(item);
        reader = new TaskCompletionSource<T>();
        return reader.Task;
    }
}
