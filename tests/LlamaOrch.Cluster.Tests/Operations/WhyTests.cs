using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

[Trait("lane", "cluster")]
public sealed class WhyTests : IAsyncLifetime
{
    private TestFleet fleet = null!;
    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 1 });
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url, slots: 1));
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_task_that_runs_and_one_that_waits_are_told_in_sentences()
    {
        TaskView running = await fleet.SubmitAsync("fake-model");
        await Eventually.HoldsAsync("the engine to work", () => engine.ActiveCount == 1);
        TaskView waiting = await fleet.SubmitAsync("fake-model");

        CommandRun placed = await CommandRun.OfAsync(fleet, "why", running.TaskId.Value);
        CommandRun queued = await CommandRun.OfAsync(fleet, "why", waiting.TaskId.Value);
        CommandRun raw = await CommandRun.OfAsync(fleet, "why", waiting.TaskId.Value, "--json");

        Assert.Equal((0, 0, 0), (placed.ExitCode, queued.ExitCode, raw.ExitCode));
        Assert.Contains("was placed on pool-a (node-a)", placed.Output, StringComparison.Ordinal);
        Assert.Contains("chosen: free_slots 1", placed.Output, StringComparison.Ordinal);
        Assert.Contains("It is the next one to start.", queued.Output, StringComparison.Ordinal);
        Assert.Contains("free_slot: no slot is free", queued.Output, StringComparison.Ordinal);
        Assert.Equal("queued", raw.Json.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_task_that_nobody_knows_is_a_refusal_that_says_where_to_look()
    {
        CommandRun run = await CommandRun.OfAsync(fleet, "why", "no-such-task");

        Assert.Equal(22, run.ExitCode);
        Assert.Contains("'llama-orch tasks'", run.Errors, StringComparison.Ordinal);
        Assert.Equal(string.Empty, run.Output);
    }
}
