using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Storage;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.TestKit.Files;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Storage;

[Trait("lane", "unit")]
public sealed class StorageWatchTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();
    private readonly SqliteDatabase database;
    private readonly FaultySessionStore sessions = new();
    private readonly FaultyNodeStore nodes = new();
    private readonly FaultyOwnership ownership = new();
    private readonly ApplicationLifetime host = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly StorageMetrics metrics = new(new MetricRegistry());
    private readonly StorageWatch watch;
    private readonly StopReason stop;
    private long freeBytes = StorageRoom.ShortBytes;

    public StorageWatchTests()
    {
        stop = new StopReason(host);
        database = SqliteDatabase.Open(folder.Path);
        watch = new StorageWatch(
            ownership,
            new SqliteTaskJournal(database, kept: 10),
            sessions,
            new SessionLimits(),
            new StorageRoom(() => [new DiskReport(DiskPurpose.Data, freeBytes, long.MaxValue)]),
            metrics,
            stop,
            TimeProvider.System,
            NullLogger<StorageWatch>.Instance);
    }

    public void Dispose()
    {
        watch.Dispose();
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Nothing_is_written_while_there_is_room_and_writes_work()
    {
        await watch.LookAsync(default);

        Assert.Equal((0, true), (sessions.Saves, metrics.IsWritable));
    }

    [Fact]
    public async Task Disk_that_is_short_of_room_is_written_to_and_found_full_and_found_better()
    {
        freeBytes--;
        await watch.LookAsync(default);
        Assert.Equal((1, true), (sessions.Saves, metrics.IsWritable));

        sessions.IsFull = true;
        await watch.LookAsync(default);
        Assert.False(metrics.IsWritable);

        (sessions.IsFull, freeBytes) = (false, long.MaxValue);
        await watch.LookAsync(default);
        Assert.True(metrics.IsWritable);
    }

    [Fact]
    public async Task Database_that_refuses_this_process_is_told_and_found_better()
    {
        ownership.Failure = new StorageException("its folder is gone");
        await watch.LookAsync(default);
        Assert.False(metrics.IsAvailable);
        Assert.Equal(0, sessions.Saves);

        ownership.Failure = null;
        await watch.LookAsync(default);
        Assert.True(metrics.IsAvailable);
        Assert.False(host.ApplicationStopping.IsCancellationRequested);
    }

    [Fact]
    public async Task Database_that_another_process_has_taken_stops_this_one_with_an_exit_code()
    {
        ownership.Failure = new StorageLostException("taken");
        await watch.LookAsync(default);

        Assert.True(host.ApplicationStopping.IsCancellationRequested);
        Assert.Equal((ExitCode.StorageLost, "taken"), (stop.Why?.Code, stop.Why?.Message));
    }

    [Fact]
    public async Task Nodes_that_can_not_be_kept_tell_that_nothing_can_be_written_and_kept_ones_tell_nothing()
    {
        var store = new WatchedNodeStore(nodes, metrics);

        nodes.IsFull = true;
        await Assert.ThrowsAsync<StorageException>(async () => await store.SaveAsync([], default));
        Assert.False(metrics.IsWritable);
        metrics.IsWritable = true;
        await Assert.ThrowsAsync<StorageException>(async () => await store.DeleteAsync([new NodeId("n")], default));
        Assert.False(metrics.IsWritable);

        nodes.IsFull = false;
        await store.SaveAsync([], default);
        Assert.False(metrics.IsWritable);
    }
}
