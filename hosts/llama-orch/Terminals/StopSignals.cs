using System.Runtime.InteropServices;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Terminals;

/// <summary>
/// Ctrl-C, SIGTERM, a closed terminal and a reader that is gone: the first asks to stop, the second forces it. Without
/// a reader nobody is there to force anything, so the program ends by itself after a while.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    // Longer than an orderly stop of a whole home takes.
    private static readonly TimeSpan AloneMax = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource stopping = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly OutputWatch output;
    private readonly Timer alone;
    private int count;

    public StopSignals()
    {
        alone = new Timer(static _ => Environment.Exit((int)ExitCode.Interrupted));
        output = new OutputWatch(OnNobodyReads);
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
        ];
    }

    /// <summary>Canceled at the first of them.</summary>
    public CancellationToken Stopping => stopping.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        output.Dispose();
        alone.Dispose();
        stopping.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        if (signal.Signal == PosixSignal.SIGHUP)
        {
            OnNobodyReads();
            return;
        }

        if (Interlocked.Increment(ref count) == 1)
        {
            _ = stopping.CancelAsync();
            return;
        }

        // A progress display may have hidden the cursor and gets no chance to bring it back.
        if (!Console.IsErrorRedirected)
            Console.Error.Write(ShowCursor);
        Environment.Exit((int)ExitCode.Interrupted);
    }

    /// <summary>A closed terminal is told by signal and by output, so the second of them forces nothing.</summary>
    private void OnNobodyReads()
    {
        alone.Change(AloneMax, Timeout.InfiniteTimeSpan);
        if (Interlocked.Increment(ref count) == 1)
            _ = stopping.CancelAsync();
    }
}
