using LlamaOrch.Contracts.Nodes;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Hosting.Disks;

/// <summary>
/// Knows how much room the daemon's disks have. It looks now and then and by itself: a file system of the network may
/// not answer for minutes, and a heartbeat must not wait for it.
/// </summary>
/// <param name="disks">Folders that the daemon writes to; one that is not there is left out of the reports.</param>
/// <param name="time">The clock.</param>
public sealed class DiskWatch(IReadOnlyList<WatchedDisk> disks, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private volatile IReadOnlyList<DiskReport> latest = [];

    /// <summary>The disks as they were when last looked at; empty before that.</summary>
    public IReadOnlyList<DiskReport> Latest => latest;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (true)
        {
            latest = [.. disks.Select(Read).OfType<DiskReport>()];
            await Task.Delay(Interval, time, stoppingToken);
        }
    }

    private static DiskReport? Read(WatchedDisk disk)
    {
        try
        {
            var drive = new DriveInfo(disk.Folder);
            long total = drive.TotalSize;
            return new DiskReport(disk.Purpose, Math.Min(drive.AvailableFreeSpace, total), total);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
