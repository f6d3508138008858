using System.Runtime.InteropServices;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Terminals;

/// <summary>Ctrl-C, SIGTERM and a closed terminal: the first asks to stop, the second forces it.</summary>
internal sealed class StopSignals : IDisposable
{
    private const string ShowCursor = "\e[?25h";

    private readonly CancellationTokenSource stopping = new();
    private readonly PosixSignalRegistration[] registrations;
    private int count;

    public StopSignals() => registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
    ];

    /// <summary>Canceled at the first signal.</summary>
    public CancellationToken Stopping => stopping.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
        stopping.Dispose();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
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
}
