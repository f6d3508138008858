using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// Takes up the tasks of the life before, as soon as there are grains and before the first request is let in.
/// </summary>
internal sealed partial class TaskRecovery(
    ITaskJournal journal,
    TaskDirectory directory,
    AdmissionOrder order,
    TaskLife life,
    IUnreadableRows unreadable,
    SteadyTime time,
    ILogger<TaskRecovery> logger) : IHostedService
{
    // The others are found in the journal when somebody asks for them.
    private const int EndedMax = 1000;
    private const int AtOnce = 256;
    private const int FailuresMax = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="StartupException">The journal can't be read.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<JournaledTask> open = await journal.RecoverAsync(cancellationToken);
            foreach (JournaledTask ended in (await journal.NewestEndedAsync(EndedMax, cancellationToken)).Reverse())
            {
                if (Revived(ended, TaskRevival.Ended) is TaskRecord record)
                    directory.Ended(directory.Add(record));
            }

            await TakeUpAsync(open);
        }
        catch (StorageException failure)
        {
            throw new StartupException(
                ExitCode.StorageUnusable, $"The tasks of before can't be taken up. {failure.Message}", failure);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task TakeUpAsync(IReadOnlyList<JournaledTask> open)
    {
        if (open.Count == 0)
            return;
        order.ContinueAfter(open.Max(task => task.Place));
        List<TaskRecord> waiting = [];
        List<TaskRecord> lost = [];
        foreach (JournaledTask task in open)
        {
            if (Revived(task, row => TaskRevival.Open(row, time)) is TaskRecord record)
                (task.Delivered ? lost : waiting).Add(directory.Add(record));
        }

        // One after the other: their order is what they are taken up for.
        foreach (TaskRecord record in waiting)
            await RecoverAsync(record);
        // These write their ends, which is cheaper together.
        foreach (TaskRecord[] some in lost.Chunk(AtOnce))
            await Task.WhenAll(some.Select(record => RecoverAsync(record).AsTask()));
        LogTakenUp(logger, waiting.Count, lost.Count);
    }

    /// <summary>A row may be whole for the store, and yet say what no task can be.</summary>
    private TaskRecord? Revived(JournaledTask task, Func<JournaledTask, TaskRecord> revive)
    {
        try
        {
            return revive(task);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            unreadable.SetAside(RowKind.Task, task.TaskId.Value, fault);
            return null;
        }
    }

    /// <summary>Grains have only just begun: a call that comes too early, or takes too long, is made again.</summary>
    private async ValueTask RecoverAsync(TaskRecord record)
    {
        for (int failures = 0; ; failures++)
        {
            try
            {
                await life.RecoverAsync(record);
                return;
            }
            catch (Exception failure)
                when (failure is OrleansException or TimeoutException && failures < FailuresMax)
            {
                LogAgain(logger, record.Submission.Outgoing.Origin, record.Id, failure);
                await Task.Delay(Pause, time);
            }
        }
    }

    [LoggerMessage(2215, LogLevel.Warning,
        "A task could not be taken up; it is tried again", EventName = "task_taken_up_again")]
    private static partial void LogAgain(ILogger logger, RequestOrigin origin, TaskId taskId, Exception failure);

    [LoggerMessage(2212, LogLevel.Information,
        "{Queued} tasks of before are in their queues again; {Lost} had begun to answer and have failed",
        EventName = "tasks_taken_up")]
    private static partial void LogTakenUp(ILogger logger, int queued, int lost);
}
