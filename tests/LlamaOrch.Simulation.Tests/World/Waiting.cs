namespace LlamaOrch.Simulation.Tests.World;

/// <summary>Waits that something else can end.</summary>
internal static class Waiting
{
    /// <summary>True when the work is done, false when it was to stop first.</summary>
    public static async Task<bool> UnlessAsync(this Task work, CancellationToken stop)
    {
        if (work.IsCompleted)
            return !stop.IsCancellationRequested;
        var stopped = new TaskCompletionSource();
        CancellationTokenRegistration registered = stop.Register(() => stopped.TrySetResult());
        await Task.WhenAny(work, stopped.Task);
        // Not disposed of: out of the callback itself that would go on in the thread pool.
        registered.Unregister();
        return !stop.IsCancellationRequested;
    }

    /// <summary>True when the work is done within a process's time.</summary>
    public static async Task<bool> WithinAsync(this Task work, SimulatedProcess process, TimeSpan atMost)
    {
        await Task.WhenAny(work, process.SleepAsync(atMost));
        return work.IsCompleted;
    }
}
