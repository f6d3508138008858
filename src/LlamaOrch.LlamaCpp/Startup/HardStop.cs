using System.Diagnostics;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>
/// Ends the process when a stop takes too long, whatever hangs: a decode, a client that never finishes its request.
/// A worker that outlives its node keeps memory that the next one needs, and nobody is left to end it.
/// </summary>
internal sealed class HardStop : IDisposable
{
    /// <summary>How long a stop may take: what streams need to break off, and a decode to end.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ITimer _timer;
    private readonly Action _end;

    /// <summary>A stop that has not begun.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="end">Ends the process at once.</param>
    public HardStop(TimeProvider time, Action end)
    {
        _end = end;
        _timer = time.CreateTimer(
            static state => ((HardStop)state!)._end(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The process's own.</summary>
    public static HardStop OfProcess() => new(TimeProvider.System, static () =>
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    });

    /// <summary>The stop has begun: it has <see cref="Grace"/> from now on.</summary>
    public void Begin() => _timer.Change(Grace, Timeout.InfiniteTimeSpan);

    /// <summary>The stop has come to its end.</summary>
    public void Dispose() => _timer.Dispose();
}
