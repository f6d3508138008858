using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Opens the artifacts at start, and removes those that are too old once an hour.</summary>
internal sealed partial class ArtifactRetention(
    ArtifactKeeper keeper, TimeProvider time, ILogger<ArtifactRetention> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keeper.OpenAsync(cancellationToken);
        }
        catch (Exception failure) when (failure is StorageException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitCode.StorageUnusable, $"The artifacts in data_dir can't be used: {failure.Message}", failure);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await keeper.RetainAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is StorageException or IOException or UnauthorizedAccessException)
            {
                LogFailed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2711, LogLevel.Warning,
        "Old artifacts could not be removed; it is tried again in an hour", EventName = "artifacts_not_removed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
