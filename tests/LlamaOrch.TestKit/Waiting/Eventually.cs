using System.Diagnostics;

namespace LlamaOrch.TestKit.Waiting;

/// <summary>Waits on conditions with a deadline; there is no other way to wait in tests.</summary>
public static class Eventually
{
    // Far above what anything here takes, for machines with other work.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Returns as soon as <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not within 120 s; the message says what was waited for.</exception>
    public static Task HoldsAsync(string what, Func<bool> condition) =>
        HoldsAsync(what, () => Task.FromResult(condition()));

    /// <summary>Returns as soon as <paramref name="condition"/> holds.</summary>
    /// <exception cref="TimeoutException">It did not within 120 s; the message says what was waited for.</exception>
    public static async Task HoldsAsync(string what, Func<Task<bool>> condition)
    {
        long started = Stopwatch.GetTimestamp();
        using var tick = new PeriodicTimer(Pause);
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                throw new TimeoutException($"Waited {Deadline.TotalSeconds:0} s in vain for: {what}.");
            await tick.WaitForNextTickAsync();
        }
    }
}
