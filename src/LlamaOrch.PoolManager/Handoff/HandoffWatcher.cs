using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Handoff;

/// <summary>Scans the folder when the system reports a change, and now and then without: reports get lost.</summary>
internal sealed partial class HandoffWatcher(
    HandoffFolder folder,
    HandoffScanner scanner,
    IOptions<PoolManagerOptions> options,
    TimeProvider time,
    ILogger<HandoffWatcher> logger) : BackgroundService
{
    private readonly TimeSpan interval = TimeSpan.FromMilliseconds(options.Value.HandoffScanIntervalMs);
    private readonly Wakeup changed = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using FileSystemWatcher? watcher = TryWatch();
        while (!stoppingToken.IsCancellationRequested)
        {
            Scan();
            await changed.WaitAsync(interval, stoppingToken);
        }
    }

    private void Scan()
    {
        try
        {
            scanner.Scan();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, folder.Path, failure.Message);
            Recreate();
        }
        catch (Exception defect)
        {
            // One file that nobody thought of must not end the watch over all others.
            LogDefect(logger, defect, folder.Path);
        }
    }

    /// <summary>A folder that somebody removed is made again, for the provisioners to write to.</summary>
    private void Recreate()
    {
        try
        {
            folder.Create();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Said above; the next scan tries again.
        }
    }

    private FileSystemWatcher? TryWatch()
    {
        try
        {
            var watcher = new FileSystemWatcher(folder.Path, "*.json");
            watcher.Created += (_, _) => changed.Signal();
            watcher.Changed += (_, _) => changed.Signal();
            watcher.Deleted += (_, _) => changed.Signal();
            watcher.Renamed += (_, _) => changed.Signal();
            watcher.Error += (_, _) => changed.Signal();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            // The system's watches are used up: the rescan alone does the work, a little later.
            LogNoWatch(logger, failure.Message);
            return null;
        }
    }

    [LoggerMessage(3204, LogLevel.Error,
        "Handoff folder {Path} can't be read: {Reason}", EventName = "handoff_folder_unreadable")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(3205, LogLevel.Warning,
        "Handoff files are found by rescan only, not watched: {Reason}", EventName = "handoff_unwatched")]
    private static partial void LogNoWatch(ILogger logger, string reason);

    [LoggerMessage(3212, LogLevel.Error,
        "Scanning handoff folder {Path} failed unexpectedly; it is tried again", EventName = "handoff_scan_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, string path);
}
