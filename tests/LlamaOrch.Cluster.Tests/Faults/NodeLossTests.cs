using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

[Trait("lane", "cluster")]
public sealed class NodeLossTests : IAsyncLifetime
{
    private const string Model = "fake-model";

    private readonly FakeEngineBehavior behavior = new() { ModelId = Model };
    private TestFleet fleet = null!;
    private FakeEngine engineA = null!;
    private FakeEngine engineB = null!;
    private HostProcess nodeA = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engineA = await FakeEngine.StartAsync(behavior);
        engineB = await FakeEngine.StartAsync(behavior);
        nodeA = fleet.StartNode("node-a", TestPool.Attached("pool-a", engineA.Url));
        fleet.StartNode("node-b", TestPool.Attached("pool-b", engineB.Url));
        await fleet.PoolsReadyAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engineA.DisposeAsync();
        await engineB.DisposeAsync();
    }

    [Fact]
    public async Task Started_task_ends_with_an_error_event_when_its_node_is_killed()
    {
        TaskView task = await StartHeldTaskOnAAsync();
        var seen = new List<StreamEvent>();

        await foreach (StreamEvent happened in fleet.EventsAsync(task.TaskId))
        {
            seen.Add(happened);
            if (seen.Count(one => one.Type == "token") == 2 && !nodeA.HasExited)
                nodeA.Kill();
        }

        Assert.Equal("error", seen[^1].Type);
        Assert.Equal("WORKER_RESET", seen[^1].Field("code").GetString());
        Assert.True(seen[^1].Field("retriable").GetBoolean());
        TaskView failed = await fleet.Client.GetTaskAsync(task.TaskId);
        Assert.Equal("failed", failed.State);
        var metrics = await fleet.ScrapeAsync();
        Assert.Equal(1, metrics.Sum("tasks_failed_total", ("pool_id", "pool-a"), ("reason", "WORKER_RESET")));
    }

    [Fact]
    public async Task Task_not_yet_started_moves_to_the_other_node_when_its_node_is_killed()
    {
        engineA.Behavior = behavior with { Fault = EngineFault.Hang };
        TaskView task = await fleet.SubmitAsync(Model);
        await Eventually.HoldsAsync("the task at engine A", () => engineA.Requests.Count == 1);

        nodeA.Kill();
        IReadOnlyList<StreamEvent> events = await fleet.AllEventsAsync(task.TaskId);

        Assert.Equal("end", events[^1].Type);
        TaskView ended = await fleet.Client.GetTaskAsync(task.TaskId);
        Assert.Equal(("completed", "pool-b"), (ended.State, ended.PoolId!.Value.Value));
    }

    [Fact]
    public async Task Killed_nodes_pool_gets_no_new_task()
    {
        nodeA.Kill();
        await nodeA.ExitCodeAsync();

        TaskView[] tasks = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fleet.SubmitAsync(Model)));
        foreach (TaskView task in tasks)
            await fleet.AllEventsAsync(task.TaskId);
        TaskView[] ended = await Task.WhenAll(tasks.Select(task => fleet.Client.GetTaskAsync(task.TaskId)));

        Assert.All(ended, task => Assert.Equal(("completed", "pool-b"), (task.State, task.PoolId!.Value.Value)));
        Assert.Empty(engineA.Requests);
        await Eventually.HoldsAsync("pool-a shown as not available", async () =>
        {
            var metrics = await fleet.ScrapeAsync();
            return metrics.Has("orchd_pools_available", ("pool_id", "pool-a"))
                && metrics.Sum("orchd_pools_available", ("pool_id", "pool-a")) == 0;
        });
    }

    [Fact]
    public async Task Killed_node_is_offline_and_comes_back_by_itself_when_restarted()
    {
        nodeA.Kill();
        await fleet.NodeIsAsync("node-a", NodeState.Offline);
        Assert.Equal(1, (await fleet.ScrapeAsync()).Sum("orchd_nodes_online"));

        fleet.StartNode("node-a", TestPool.Attached("pool-a", engineA.Url));

        await fleet.NodeIsAsync("node-a", NodeState.Online);
        await fleet.PoolsReadyAsync(2);
        engineB.Behavior = behavior with { Fault = EngineFault.Unavailable };
        TaskView task = await fleet.SubmitAsync(Model);
        Assert.Equal("end", (await fleet.AllEventsAsync(task.TaskId))[^1].Type);
        Assert.NotEmpty(engineA.Requests);
    }

    [Fact]
    public async Task Node_stopped_cleanly_leaves_the_fleet_at_once()
    {
        nodeA.Terminate();

        Assert.Equal(0, await nodeA.ExitCodeAsync());
        Assert.Equal("node-b", Assert.Single(await fleet.Client.ListNodesAsync()).NodeId.Value);
        var metrics = await fleet.ScrapeAsync();
        Assert.Equal(1, metrics.Sum("orchd_node_deregistrations_total", ("outcome", "success")));
        Assert.False(metrics.Has("orchd_pools_available", ("pool_id", "pool-a")));
    }

    private async Task<TaskView> StartHeldTaskOnAAsync()
    {
        engineA.Behavior = behavior with { HoldAfterTokens = 2 };
        TaskView task = await fleet.SubmitAsync(Model);
        await Eventually.HoldsAsync("the task at engine A", () => engineA.Requests.Count == 1);
        return task;
    }
}
