using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Storage.Rows;

/// <summary>How parts of a task stand in its row, the same in every store.</summary>
public static class TaskRows
{
    /// <summary>A wish for a slot.</summary>
    public static byte[] Write(SlotRequest slot) =>
        JsonSerializer.SerializeToUtf8Bytes(slot, RowJsonContext.Default.SlotRequest);

    /// <summary>An end.</summary>
    public static byte[] Write(TaskOutcome outcome) =>
        JsonSerializer.SerializeToUtf8Bytes(outcome, RowJsonContext.Default.TaskOutcome);

    /// <summary>A time: microseconds since 1970, as both stores can keep it.</summary>
    public static long Write(DateTimeOffset time) =>
        (time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>A wish for a slot, read back.</summary>
    public static SlotRequest ReadSlot(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, RowJsonContext.Default.SlotRequest)
        ?? throw new JsonException("it asks for no slot");

    /// <summary>An end, read back; null for none.</summary>
    public static TaskOutcome? ReadOutcome(byte[]? json) =>
        json is null
            ? null
            : JsonSerializer.Deserialize(json, RowJsonContext.Default.TaskOutcome)
                ?? throw new JsonException("it is no end");

    /// <summary>The refusal of a task whose id stands for one that has ended: an end is never written over.</summary>
    public static StorageException HasEnded(TaskId taskId) =>
        new($"Task {taskId} has ended already: send it with another id.");

    /// <summary>A time, read back.</summary>
    /// <exception cref="OverflowException">The row is damaged: that is no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Likewise.</exception>
    public static DateTimeOffset ReadTime(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));
}
