using LlamaOrch.Contracts.Processes;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Hosting.Startup;

/// <summary>Why a daemon stops by itself, so that it ends with a sentence and an exit code of its own.</summary>
/// <param name="lifetime">The daemon's life.</param>
public sealed class StopReason(IHostApplicationLifetime lifetime)
{
    private StartupException? why;

    /// <summary>The first reason that was given; null for none.</summary>
    public StartupException? Why => Volatile.Read(ref why);

    /// <summary>Stops the daemon for a reason; false when there is one already.</summary>
    public bool Give(StartupException reason)
    {
        if (Interlocked.CompareExchange(ref why, reason, null) is not null)
            return false;
        lifetime.StopApplication();
        return true;
    }
}
