namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// Keeps everything in one thread: what the runtime would have the thread pool go on with, as when several wait for one
/// task or the stack is deep, goes on here, in the order in which it came.
/// </summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly Queue<(SendOrPostCallback Call, object? State)> waiting = new();

    /// <inheritdoc/>
    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != thread)
            Environment.FailFast("A simulation has left its thread: what it plays is not its seed's doing any more.");
        waiting.Enqueue((d, state));
    }

    /// <inheritdoc/>
    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Goes on with all that waits.</summary>
    public void RunAll()
    {
        while (waiting.TryDequeue(out (SendOrPostCallback Call, object? State) next))
            next.Call(next.State);
    }
}
