using LlamaOrch.Contracts.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// Why a daemon stops by itself, so that it ends with a sentence and an exit code of its own. A host whose background
/// service fails stops as if it had been told to; without this it would exit with 0, and nobody would restart it.
/// </summary>
/// <param name="lifetime">The daemon's lifetime.</param>
public sealed class StopReason(IHostApplicationLifetime lifetime)
{
    private StartupException? why;

    /// <summary>The first reason that was given; null when the daemon runs or was told to stop.</summary>
    public StartupException? Why => Volatile.Read(ref why);

    /// <summary>The reason of a daemon that has not started yet; from now on it watches background services.</summary>
    public static StopReason Of(WebApplication app)
    {
        StopReason reason = app.Services.GetRequiredService<StopReason>();
        // Checked when the stop begins: what fails on the way down is not its cause.
        app.Lifetime.ApplicationStopping.Register(() => reason.TakeFailureOf(app));
        return reason;
    }

    /// <summary>
    /// The reason, for whoever is told of the stop before this class is: callbacks of one token run one after another,
    /// the latest first.
    /// </summary>
    /// <param name="app">The daemon; it has begun to stop.</param>
    public StartupException? WhyOf(WebApplication app)
    {
        TakeFailureOf(app);
        return Why;
    }

    /// <summary>Stops the daemon for a reason; false when there is one already.</summary>
    public bool Give(StartupException reason)
    {
        if (Interlocked.CompareExchange(ref why, reason, null) is not null)
            return false;
        lifetime.StopApplication();
        return true;
    }

    private void TakeFailureOf(WebApplication app)
    {
        Exception? failure = app.Services.GetServices<IHostedService>()
            .OfType<BackgroundService>()
            .Select(service => service.ExecuteTask?.Exception?.InnerException)
            .FirstOrDefault(failure => failure is not null);
        if (failure is null)
            return;
        var reason = new StartupException(
            ExitCode.Internal, $"Stopped because a background service failed; see the log: {failure.Message}", failure);
        Interlocked.CompareExchange(ref why, reason, null);
    }
}
