using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>
/// Asks the database now and then, so that a server that is away is seen before a client is turned away. It writes
/// nothing while writes work: it is no reason to wake a disk.
/// </summary>
internal sealed class StorageWatch(
    ITaskJournal journal, ISessionStore sessions, SessionLimits limits, StorageMetrics metrics, TimeProvider time)
    : BackgroundService
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
            if (metrics.IsWritable)
                return;
            // A full disk refuses what would take room, so the trial must write something.
            await sessions.SaveAsync(Trial, SessionState.Begin(limits, time.GetUtcNow()), cancellationToken);
            await sessions.DeleteAsync(Trial, cancellationToken);
            metrics.IsWritable = true;
        }
        catch (StorageException)
        {
            // The metrics say so; whoever needs the database now is told by an error of its own.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(stoppingToken);
    }
}
