using System.Collections.Concurrent;
using System.Diagnostics;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Handoff;

/// <summary>
/// Compares the folder with what was processed: new and changed files attach their pools, deleted ones detach them.
/// A file that is not valid changes nothing.
/// </summary>
internal sealed partial class HandoffScanner(
    HandoffFolder folder,
    PoolDirectory pools,
    HandoffMetrics metrics,
    SpanSource spans,
    TimeProvider time,
    ILogger<HandoffScanner> logger)
{
    private readonly ConcurrentDictionary<string, HandoffFingerprint> processed = new(StringComparer.Ordinal);

    /// <summary>Names of files that are there and not processed yet, in the form that they have now.</summary>
    public IReadOnlyList<string> Pending()
    {
        try
        {
            return [.. folder.List().Where(IsNew).Select(entry => entry.Name)];
        }
        catch (IOException)
        {
            // A folder that can't be read has nothing that could be pending; the scan itself says so in the log.
            return [];
        }
    }

    /// <summary>Looks once; must not run twice at the same time.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    public void Scan()
    {
        IReadOnlyList<HandoffEntry> entries = folder.List();
        foreach (HandoffEntry entry in entries.Where(IsNew))
        {
            using Activity? span = spans.EnterRoot("handoff");
            long started = time.GetTimestamp();
            HandoffReading reading = HandoffReader.Read(entry);
            string? problem = reading.File is null ? reading.Problem : Attach(reading.File);
            processed[entry.Name] = entry.Fingerprint;
            span?.SetTag(SpanTags.File, entry.Name).SetTag(SpanTags.PoolId, reading.File?.PoolId.Value);
            if (problem is not null)
            {
                span?.SetStatus(ActivityStatusCode.Error, problem);
                LogBad(logger, entry.Path, problem);
            }

            metrics.Processed(entry.Name, problem is null, time.GetElapsedTime(started));
        }

        foreach (string gone in processed.Keys.Except(entries.Select(entry => entry.Name)).ToArray())
        {
            processed.TryRemove(gone, out _);
            Detach(gone);
        }

        metrics.Scanned(time.GetUtcNow());
    }

    private bool IsNew(HandoffEntry entry) =>
        !processed.TryGetValue(entry.Name, out HandoffFingerprint seen) || seen != entry.Fingerprint;

    private string? Attach(Contracts.Handoff.HandoffFile file)
    {
        if (pools.FindOrAdd(file.PoolId) is not Pool pool)
            return $"this node has its limit of {PoolDirectory.PoolsMax} pools already";
        // The key is for the engine of the settings: a file that names another one does not get it there.
        bool isOwn = pool.Spec?.EngineUrl == file.Url;
        pool.Attach(new EngineAttachment(file, isOwn ? pool.Spec?.Secret : null));
        LogAttached(logger, file.PoolId, file.Engine, file.Url);
        return null;
    }

    private void Detach(string name)
    {
        if (pools.Find(name) is not { Status.Attachment: not null } pool)
            return;
        pool.Detach("Its handoff file was deleted.");
        LogDetached(logger, pool.PoolId);
    }

    [LoggerMessage(3201, LogLevel.Information,
        "Handoff: pool {PoolId} has an engine ({Engine}) at {Url}", EventName = "handoff_attached")]
    private static partial void LogAttached(ILogger logger, PoolId poolId, string engine, Uri url);

    [LoggerMessage(3202, LogLevel.Warning,
        "Handoff file {Path} is not used and changes nothing: {Problem}.", EventName = "handoff_refused")]
    private static partial void LogBad(ILogger logger, string path, string problem);

    [LoggerMessage(3203, LogLevel.Warning,
        "Handoff: the file of pool {PoolId} was deleted, the pool is offline", EventName = "handoff_detached")]
    private static partial void LogDetached(ILogger logger, PoolId poolId);
}
