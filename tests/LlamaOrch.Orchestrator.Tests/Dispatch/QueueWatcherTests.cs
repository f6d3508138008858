using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Dispatch;

[Trait("lane", "unit")]
public sealed class QueueWatcherTests : IDisposable
{
    private readonly QueueWatch owner = new((IGrainFactory)null!, TimeProvider.System, NullLogger<QueueWatch>.Instance);
    private readonly QueueWatcher watcher;

    public QueueWatcherTests() => watcher = new QueueWatcher(owner, new ModelId("m"), new TaskId("t"));

    public void Dispose()
    {
        watcher.Dispose();
        owner.Dispose();
    }

    [Fact]
    public async Task A_reader_gets_each_look_that_differs_and_none_twice()
    {
        watcher.Saw(At(2));
        Assert.Equal(2, (await watcher.NextAsync()).Position);
        watcher.Took(At(2));

        watcher.Saw(At(2));
        watcher.Saw(null);
        Assert.False(watcher.NextAsync().IsCompleted);

        watcher.Saw(At(1));
        Assert.Equal(1, (await watcher.NextAsync()).Position);
    }

    [Fact]
    public async Task A_slow_reader_gets_the_latest_look_and_does_not_wait_for_another()
    {
        watcher.Saw(At(3));
        watcher.Saw(At(2));
        watcher.Saw(At(1));
        QueueOutlook first = await watcher.NextAsync();

        watcher.Took(first);

        Assert.Equal(1, (await watcher.NextAsync()).Position);
    }

    private static QueueOutlook At(int position) => new(position, 5, null, null);
}
