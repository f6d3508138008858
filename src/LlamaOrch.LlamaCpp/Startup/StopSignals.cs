using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>SIGTERM and SIGINT ask for a clean stop.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Calls <paramref name="onSignal"/> on either.</summary>
    public StopSignals(Action onSignal) => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, onSignal)),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, onSignal)),
    ];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
            registration.Dispose();
    }

    private static void Handle(PosixSignalContext context, Action onSignal)
    {
        context.Cancel = true;
        onSignal();
    }
}
