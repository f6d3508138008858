using System.Threading.Channels;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Tests.Inference;

[Trait("lane", "unit")]
public sealed class WorkQueueTests
{
    private readonly WorkQueue _queue = new(waitingMax: 2);

    [Fact]
    public void Jobs_come_out_in_order()
    {
        GenerationJob first = Job(), second = Job();
        Assert.True(_queue.TryAdd(first));
        Assert.True(_queue.TryAdd(second));
        Assert.Same(first, _queue.TakeGeneration());
        Assert.Same(second, _queue.TakeGeneration());
        Assert.Null(_queue.TakeGeneration());
    }

    [Fact]
    public void Request_beyond_the_bound_is_refused()
    {
        Assert.True(_queue.TryAdd(Job()));
        Assert.True(_queue.TryAdd(Job()));
        Assert.False(_queue.TryAdd(Job()));
        Assert.Equal(2, _queue.WaitingCount);
    }

    [Fact]
    public void Canceled_jobs_leave_and_the_others_stay()
    {
        GenerationJob stays = Job(), leaves = Job();
        _queue.TryAdd(leaves);
        _queue.TryAdd(stays);
        leaves.Cancel();
        var canceled = new List<GenerationJob>();
        _queue.TakeCanceled(canceled);
        Assert.Equal([leaves], canceled);
        Assert.Same(stays, _queue.TakeGeneration());
    }

    [Fact]
    public async Task Sleeper_wakes_for_a_job()
    {
        Task<bool> waiting = Task.Factory.StartNew(_queue.Wait, TaskCreationOptions.LongRunning);
        _queue.TryAdd(Job());
        Assert.True(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Sleeper_wakes_when_closed()
    {
        Task<bool> waiting = Task.Factory.StartNew(_queue.Wait, TaskCreationOptions.LongRunning);
        _queue.Close();
        Assert.False(await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(_queue.TryAdd(Job()));
    }

    private static GenerationJob Job() => new(
        [1], 10, SamplingParameters.Default, null!, StopStrings.None, Channel.CreateUnbounded<Emission>().Writer);
}
