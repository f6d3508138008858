using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

[Trait("lane", "cluster")]
public sealed class EngineLossTests
{
    [Fact]
    public async Task Engine_ends_with_its_node_even_when_that_is_killed()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess node = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        await fleet.PoolsReadyAsync(1);
        int engine = Assert.Single(node.ChildIds());

        node.Kill();

        await Eventually.HoldsAsync("the engine to end", () => !HostProcess.IsRunning(engine));
    }

    [Fact]
    public async Task Killed_engine_is_started_again_and_serves()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess node = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        await fleet.PoolsReadyAsync(1);
        int engine = Assert.Single(node.ChildIds());

        node.KillChild(engine);

        await Eventually.HoldsAsync("another engine", () => node.ChildIds() is [int other] && other != engine);
        await fleet.PoolsReadyAsync(1);
        using HttpResponseMessage answer = await fleet.ChatAsync(TestPool.RealModel);
        Assert.True(answer.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Pool_of_a_file_that_is_no_model_says_so_and_is_not_ready()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        fleet.StartNode("node-a", TestPool.Embedded("pool-a", typeof(EngineLossTests).Assembly.Location));

        await Eventually.HoldsAsync("the pool to fail", async () =>
            (await fleet.Client.ListPoolsAsync()).SingleOrDefault()?.State == PoolState.Failed);

        PoolReport pool = Assert.Single(await fleet.Client.ListPoolsAsync());
        Assert.False(pool.Ready);
        Assert.Contains("GGUF", pool.LastError, StringComparison.Ordinal);
    }
}
