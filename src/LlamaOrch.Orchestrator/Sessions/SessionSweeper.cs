using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Timing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>Forgets expired sessions, a bounded number at a time.</summary>
internal sealed partial class SessionSweeper(ISessionStore store, SteadyTime time, ILogger<SessionSweeper> logger)
    : BackgroundService
{
    private const int BatchMax = 1_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                while (await store.DeleteExpiredAsync(time.GetUtcNow(), BatchMax, stoppingToken) == BatchMax)
                    await Task.Yield();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(logger, failure.Message);
            }
        }
    }

    [LoggerMessage(2601, LogLevel.Warning,
        "Expired sessions could not be forgotten, next try in a minute: {Reason}",
        EventName = "sessions_not_forgotten")]
    private static partial void LogFailed(ILogger logger, string reason);
}
