using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// What tasks came to: kept in the journal as part of their ends, so that a reader who was away finds it after a
/// restart, or after the task has left the memory. Bounded by <c>task_result_bytes_max</c> for each of the
/// <c>tasks_kept</c>.
/// </summary>
internal sealed class TaskResults(ITaskJournal journal, IOptions<OrchestratorOptions> options)
{
    private readonly int bytesMax = options.Value.TaskResultBytesMax;

    /// <summary>
    /// A task's end as the journal is to keep it: with what the task came to, where that is not too much.
    /// </summary>
    public TaskOutcome With(TaskOutcome end, TaskRecord record)
    {
        if (bytesMax == 0)
            return end;
        byte[][] frames = record.Events.ReadAll();
        if (frames.Length <= 1)
            return end;
        byte[] packed = PackedEvents.Pack(frames);
        return packed.Length <= bytesMax ? end with { Result = packed } : end;
    }

    /// <summary>A task's events: those in memory, or of one that was revived with its end alone, those kept.</summary>
    /// <exception cref="StorageException">The journal can't be asked.</exception>
    public async ValueTask<TaskEventLog> EventsOfAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        if (!record.IsRevived)
            return record.Events;
        JournaledTask? kept = await journal.FindAsync(record.Id, cancellationToken);
        if (kept?.Outcome?.Result is not byte[] packed)
            return record.Events;
        try
        {
            List<byte[]> frames = PackedEvents.Unpack(packed);
            return new TaskEventLog(record.State.Outcome!.LastEventId - frames.Count, frames);
        }
        catch (InvalidDataException)
        {
            return record.Events;
        }
    }

    /// <summary>What an ended task came to; null when its text is not kept any more.</summary>
    /// <exception cref="StorageException">The journal can't be asked.</exception>
    public async ValueTask<TaskResult?> FindAsync(TaskRecord record, CancellationToken cancellationToken)
    {
        TaskEventLog events = await EventsOfAsync(record, cancellationToken);
        TaskOutcome end = record.State.Outcome!;
        if (record.IsRevived && ReferenceEquals(events, record.Events) && end.Work.TokensOut > 0)
            return null;
        var text = new StringBuilder();
        foreach (byte[] frame in events.ReadAll())
            AddText(text, frame);
        return new TaskResult
        {
            TaskId = record.Id,
            State = TaskStates.Name(end.Phase),
            Text = text.ToString(),
            TokensIn = end.Work.TokensIn,
            TokensOut = end.Work.TokensOut,
            Error = end.Error,
        };
    }

    private static void AddText(StringBuilder text, ReadOnlySpan<byte> frame)
    {
        int data = frame.IndexOf("\ndata: "u8);
        if (data < 0 || frame.IndexOf("\nevent: token\n"u8) is < 0)
            return;
        var json = new Utf8JsonReader(frame[(data + "\ndata: ".Length)..]);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName || json.CurrentDepth != 1 || !json.ValueTextEquals("t"u8))
                continue;
            json.Read();
            text.Append(json.GetString());
            return;
        }
    }
}
