using System.Threading.Channels;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>
/// Writes the records of tasks behind the tasks' backs, many in one transaction. What waits is bounded in number and in
/// bytes; what comes beyond that is lost, counted and logged.
/// </summary>
internal sealed partial class TaskRecorder(
    RecordComposer composer, ArtifactKeeper keeper, ArtifactMetrics metrics, ILogger<TaskRecorder> logger)
    : BackgroundService, ITaskRecorder
{
    /// <summary>Most records that wait.</summary>
    public const int WaitingMax = 8192;

    /// <summary>Most bytes of the requests of those that wait.</summary>
    public const long WaitingBytesMax = 64L * 1024 * 1024;

    private const int BatchMax = 256;

    private readonly Channel<FinishedTask> waiting = Channel.CreateBounded<FinishedTask>(
        new BoundedChannelOptions(WaitingMax) { SingleReader = true });

    private long waitingBytes;
    private int isLosing;

    public void Record(FinishedTask task)
    {
        int size = task.Outgoing.Body.Length;
        if (Interlocked.Add(ref waitingBytes, size) <= WaitingBytesMax && waiting.Writer.TryWrite(task))
            return;
        Interlocked.Add(ref waitingBytes, -size);
        metrics.RecordsLost(1);
        // Once for a row of losses: what can't keep up must not write a log instead.
        if (Interlocked.Exchange(ref isLosing, 1) == 0)
            LogTooMany(logger, task.Outgoing.Origin, task.View.TaskId);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What waits is written; the host's patience bounds that.
        waiting.Writer.TryComplete();
        if (ExecuteTask is Task work)
            await work.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await waiting.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<FinishedTask>();
            while (batch.Count < BatchMax && waiting.Reader.TryRead(out FinishedTask? task))
            {
                batch.Add(task);
                Interlocked.Add(ref waitingBytes, -task.Outgoing.Body.Length);
            }

            await WriteAsync(batch, stoppingToken);
        }
    }

    private async ValueTask WriteAsync(List<FinishedTask> batch, CancellationToken stopping)
    {
        try
        {
            NewArtifact[] records = [.. batch.Select(composer.Compose).DistinctBy(record => record.Entry.ArtifactId)];
            await keeper.SaveAsync(records, stopping);
            metrics.RecordsWritten(batch.Count);
            Volatile.Write(ref isLosing, 0);
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            // The host's patience has ended before the disk's work did.
            metrics.RecordsLost(batch.Count);
        }
        catch (Exception failure) when (failure is StorageException or IOException or UnauthorizedAccessException)
        {
            metrics.RecordsLost(batch.Count);
            LogNotWritten(logger, failure, batch.Count);
        }
        catch (Exception defect)
        {
            metrics.RecordsLost(batch.Count);
            LogDefect(logger, defect, batch.Count);
        }
    }

    [LoggerMessage(2712, LogLevel.Warning,
        "Tasks end faster than their records are written; the one of a task and maybe later ones are lost",
        EventName = "task_record_dropped")]
    private static partial void LogTooMany(ILogger logger, RequestOrigin origin, TaskId taskId);

    [LoggerMessage(2713, LogLevel.Warning,
        "The records of {Count} tasks could not be written and are lost", EventName = "task_records_not_written")]
    private static partial void LogNotWritten(ILogger logger, Exception failure, int count);

    [LoggerMessage(2714, LogLevel.Error,
        "The records of {Count} tasks are lost by a defect", EventName = "task_records_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, int count);
}
