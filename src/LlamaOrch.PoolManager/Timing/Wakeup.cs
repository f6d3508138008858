namespace LlamaOrch.PoolManager.Timing;

/// <summary>
/// A pause that a signal ends early. A signal that comes while nobody waits ends the next pause at once.
/// </summary>
internal sealed class Wakeup(TimeProvider time)
{
    private TaskCompletionSource signal = Create();

    /// <summary>Ends the pause under way, or the next one.</summary>
    public void Signal() => Volatile.Read(ref signal).TrySetResult();

    /// <summary>Waits; true when a signal ended it, false when <paramref name="atMost"/> has passed.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        Task signaled = Volatile.Read(ref signal).Task;
        if (!signaled.IsCompleted)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(signaled, Task.Delay(atMost, time, stop.Token));
            await stop.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (!signaled.IsCompleted)
            return false;
        Volatile.Write(ref signal, Create());
        return true;
    }

    private static TaskCompletionSource Create() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
