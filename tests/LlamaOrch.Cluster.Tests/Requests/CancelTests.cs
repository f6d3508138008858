using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Requests;

[Trait("lane", "cluster")]
public sealed class CancelTests : IAsyncLifetime
{
    private const string Model = "fake-model";

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 2 });
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url, slots: 1));
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Cancel_reaches_the_engine_and_no_token_comes_after_it()
    {
        TaskView task = await fleet.SubmitAsync(Model);
        await TwoTokensAsync(task);

        TaskView canceled = await fleet.Client.CancelTaskAsync(task.TaskId);
        await Eventually.HoldsAsync("the engine to see its caller go", () => engine.AbortedCount == 1);
        engine.ReleaseHeld();
        IReadOnlyList<StreamEvent> events = await fleet.AllEventsAsync(task.TaskId);

        Assert.Equal("canceled", canceled.State);
        Assert.Equal(2, events.Count(happened => happened.Type == "token"));
        Assert.Equal(("end", "canceled"), (events[^1].Type, events[^1].Field("state").GetString()));
        Assert.Equal(1, (await fleet.ScrapeAsync()).Sum("tasks_canceled_total", ("reason", "client")));
    }

    [Fact]
    public async Task Cancel_of_a_waiting_task_leaves_the_queue_and_gives_nobodys_slot_away()
    {
        TaskView running = await fleet.SubmitAsync(Model);
        await TwoTokensAsync(running);
        TaskView waiting = await fleet.SubmitAsync(Model);

        TaskView canceled = await fleet.Client.CancelTaskAsync(waiting.TaskId);
        engine.ReleaseHeld();
        IReadOnlyList<StreamEvent> events = await fleet.AllEventsAsync(running.TaskId);

        Assert.Equal("queued", waiting.State);
        Assert.Equal("canceled", canceled.State);
        Assert.Equal(("end", "completed"), (events[^1].Type, events[^1].Field("state").GetString()));
        Assert.Single(engine.Requests);
    }

    [Fact]
    public async Task Client_that_hangs_up_frees_the_engine_and_the_slot()
    {
        using (HttpResponseMessage response = await fleet.ChatAsync(Model, stream: true))
        {
            await foreach (StreamEvent _ in ServerSentEvents.ReadAsync(response))
                break;
        }

        await Eventually.HoldsAsync("the engine to see its caller go", () => engine.AbortedCount == 1);
        engine.Behavior = engine.Behavior with { HoldAfterTokens = null };
        using HttpResponseMessage next = await fleet.ChatAsync(Model);
        Assert.True(next.IsSuccessStatusCode);
    }

    private async Task TwoTokensAsync(TaskView task)
    {
        int tokens = 0;
        await foreach (StreamEvent happened in fleet.EventsAsync(task.TaskId))
        {
            tokens += happened.Type == "token" ? 1 : 0;
            if (tokens == 2)
                return;
        }
    }
}
