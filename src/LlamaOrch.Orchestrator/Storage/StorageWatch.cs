using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>
/// Asks the database every other second, so that a server that is away, a disk that is full or a folder that was
/// removed is seen before a client is turned away, and a database that another process has taken before this one runs
/// what is not its own any more. It writes only where writes failed or room is short: it is no reason to wake a disk.
/// </summary>
internal sealed partial class StorageWatch(
    IStoreOwnership ownership,
    ITaskJournal journal,
    ISessionStore sessions,
    SessionLimits limits,
    StorageRoom room,
    StorageMetrics metrics,
    StopReason stop,
    TimeProvider time,
    ILogger<StorageWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private static readonly TaskId Nobody = new("llama-orch:storage-watch");
    private static readonly SessionId Trial = new("llama-orch:storage-watch");

    private bool wasAvailable = true;

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        string? reason = await FailureAsync(cancellationToken);
        bool isAvailable = reason is null;
        if (isAvailable == wasAvailable)
            return;
        wasAvailable = isAvailable;
        if (isAvailable)
            LogAvailable(logger);
        else
            LogUnavailable(logger, reason!);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }

    private async Task<string?> FailureAsync(CancellationToken cancellationToken)
    {
        string? reason = null;
        try
        {
            // It blocks for as long as the database takes.
            await Task.Run(ownership.Prove, cancellationToken);
        }
        catch (StorageException failure)
        {
            metrics.IsWritable = false;
            reason = failure.Message;
            if (failure is StorageLostException)
                Stop(failure);
        }

        try
        {
            await journal.FindAsync(Nobody, cancellationToken);
        }
        catch (StorageException failure)
        {
            // Whoever needs the database now is told by an error of its own.
            return failure.Message;
        }

        return reason is null && (!metrics.IsWritable || room.IsShort)
            ? await TryWriteAsync(cancellationToken)
            : reason;
    }

    /// <summary>A full disk refuses what would take room, so the trial must write something.</summary>
    private async Task<string?> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sessions.SaveAsync(Trial, SessionState.Begin(limits, time.GetUtcNow()), cancellationToken);
            await sessions.DeleteAsync(Trial, cancellationToken);
            metrics.IsWritable = true;
            return null;
        }
        catch (StorageException failure)
        {
            metrics.IsWritable = false;
            return failure.Message;
        }
    }

    private void Stop(StorageException lost)
    {
        if (stop.Give(new StartupException(ExitCode.StorageLost, lost.Message, lost)))
            LogLost(logger, lost.Message);
    }

    [LoggerMessage(2250, LogLevel.Error,
        "The database belongs to another process now, so this one stops: {Reason}", EventName = "storage_lost")]
    private static partial void LogLost(ILogger logger, string reason);

    [LoggerMessage(2251, LogLevel.Error,
        "New tasks are refused, since the database can't be used: {Reason}", EventName = "storage_unavailable")]
    private static partial void LogUnavailable(ILogger logger, string reason);

    [LoggerMessage(2252, LogLevel.Information,
        "The database can be used again, and tasks are taken", EventName = "storage_available_again")]
    private static partial void LogAvailable(ILogger logger);
}
