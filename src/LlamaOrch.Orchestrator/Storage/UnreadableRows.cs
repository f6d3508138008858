using System.Collections.Concurrent;
using LlamaOrch.Core.Ports;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>Says once of each row that can't be read which one it is, and counts it.</summary>
internal sealed partial class UnreadableRows(StorageMetrics metrics, ILogger<UnreadableRows> logger) : IUnreadableRows
{
    // Beyond that the database is damaged as a whole, and the count says so.
    private const int ToldMax = 10_000;

    private readonly ConcurrentDictionary<(RowKind Kind, string Key), bool> told = new();

    public void SetAside(RowKind kind, string key, Exception why)
    {
        if (told.Count >= ToldMax || !told.TryAdd((kind, key), true))
            return;
        metrics.SetAside(kind);
        LogSetAside(logger, $"{StorageMetrics.Word(kind)} {key}", why.Message);
    }

    [LoggerMessage(2253, LogLevel.Warning,
        "The row of {What} can't be read and is left out: {Reason}", EventName = "row_set_aside")]
    private static partial void LogSetAside(ILogger logger, string what, string reason);
}
