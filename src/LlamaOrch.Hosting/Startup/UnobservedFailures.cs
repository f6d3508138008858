using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// Logs the failures of background work that nobody awaits: without this they would end in silence, when their task is
/// collected.
/// </summary>
internal sealed partial class UnobservedFailures(ILogger<UnobservedFailures> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
        return Task.CompletedTask;
    }

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs failed)
    {
        failed.SetObserved();
        foreach (Exception failure in failed.Exception.Flatten().InnerExceptions)
        {
            if (failure is not OperationCanceledException)
                LogFailed(logger, failure);
        }
    }

    [LoggerMessage(1190, LogLevel.Warning,
        "Background work failed, and nothing waited for it", EventName = "background_work_failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
