using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Orleans.Concurrency;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Dispatch;

[Trait("lane", "unit")]
public sealed class QueueWatchTests : IAsyncDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly QueueWatch watch;
    private int looks;

    public QueueWatchTests() => watch = new QueueWatch(LookAsync, time, NullLogger<QueueWatch>.Instance);

    public async ValueTask DisposeAsync()
    {
        await watch.StopAsync(TestContext.Current.CancellationToken);
        watch.Dispose();
    }

    [Theory]
    [InlineData("mute")]
    [InlineData("failing")]
    [InlineData("throwing")]
    public async Task A_scheduler_that_does_not_answer_keeps_only_its_own_watchers_waiting(string bad)
    {
        await watch.StartAsync(TestContext.Current.CancellationToken);
        using QueueWatcher waits = watch.Watch(new ModelId(bad), new TaskId("a"));
        using QueueWatcher other = watch.Watch(new ModelId("good"), new TaskId("b"));
        for (int look = 1; look <= 3; look++)
        {
            Task<QueueOutlook> next = other.NextAsync();
            await Eventually.HoldsAsync("a look is taken", () =>
            {
                time.Advance(QueueWatch.Interval);
                return next.IsCompleted;
            });
            other.Took(await next);
        }

        Assert.False(waits.NextAsync().IsCompleted);
        Assert.True(watch.ExecuteTask is { IsFaulted: false });
    }

    private ValueTask<Immutable<QueueOutlook?[]>> LookAsync(ModelId model, Immutable<TaskId[]> tasks) =>
        model.Value switch
        {
            "mute" => new(new TaskCompletionSource<Immutable<QueueOutlook?[]>>().Task),
            "failing" => ValueTask.FromException<Immutable<QueueOutlook?[]>>(new TimeoutException()),
            "throwing" => throw new InvalidOperationException("the silo has stopped"),
            _ => new(new Immutable<QueueOutlook?[]>(
                [.. tasks.Value.Select(_ => new QueueOutlook(Interlocked.Increment(ref looks), 9, null, null))])),
        };
}
