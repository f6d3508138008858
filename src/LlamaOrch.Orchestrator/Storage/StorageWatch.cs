using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>
/// Asks the database now and then, so that a server that is away or a disk that is full is seen before a client is
/// turned away. It writes only where writes failed or room is short: it is no reason to wake a disk.
/// </summary>
internal sealed class StorageWatch(
    ITaskJournal journal,
    ISessionStore sessions,
    SessionLimits limits,
    StorageRoom room,
    StorageMetrics metrics,
    TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private static readonly TaskId Nobody = new("llama-orch:storage-watch");
    private static readonly SessionId Trial = new("llama-orch:storage-watch");

    /// <summary>Looks once.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await journal.FindAsync(Nobody, cancellationToken);
        }
        catch (StorageException)
        {
            // The metrics say so; whoever needs the database now is told by an error of its own.
            return;
        }

        if (!metrics.IsWritable || room.IsShort)
            await TryWriteAsync(cancellationToken);
    }

    /// <summary>A full disk refuses what would take room, so the trial must write something.</summary>
    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await sessions.SaveAsync(Trial, SessionState.Begin(limits, time.GetUtcNow()), cancellationToken);
            await sessions.DeleteAsync(Trial, cancellationToken);
            metrics.IsWritable = true;
        }
        catch (StorageException)
        {
            metrics.IsWritable = false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }
}
