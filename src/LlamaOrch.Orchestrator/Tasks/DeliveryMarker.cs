using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// Writes, from the first byte of an answer on and beside its work, that its tokens may be seen; readers see them when
/// that is on disk. So no task is run again whose tokens somebody has.
/// </summary>
internal sealed partial class DeliveryMarker(
    ITaskJournal journal, TimeProvider time, StopGrace grace, ILogger<DeliveryMarker> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Begins; tries again until the mark is on disk or the task's end makes it needless.</summary>
    public void Start(TaskRecord record) => _ = Task.Run(() => MarkAsync(record));

    private async Task MarkAsync(TaskRecord record)
    {
        while (!record.Events.IsPublished && !grace.Over.IsCancellationRequested)
        {
            try
            {
                await journal.MarkDeliveredAsync(record.Id);
                record.Events.ShowTokens();
                return;
            }
            catch (Exception failure)
            {
                // Whatever it is: without the mark the tokens stay hidden, so it is tried again until the task ends.
                LogNotMarked(logger, record.Submission.Outgoing.Origin, record.Id, failure.Message);
                await Task.Delay(Pause, time);
            }
        }
    }

    [LoggerMessage(2211, LogLevel.Warning,
        "The tokens of a task are held back: {Reason}", EventName = "task_tokens_held")]
    private static partial void LogNotMarked(ILogger logger, RequestOrigin origin, TaskId taskId, string reason);
}
