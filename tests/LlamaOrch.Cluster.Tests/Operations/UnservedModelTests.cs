using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>A model that nobody can serve is told by every command that a person would ask.</summary>
[Trait("lane", "cluster")]
public sealed class UnservedModelTests
{
    [Fact]
    public async Task A_drained_pool_and_then_a_dead_node_are_named_as_the_cause()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess node = fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
        Assert.Contains("served", (await CommandRun.OfAsync(fleet, "models")).Output, StringComparison.Ordinal);

        Uri url = await node.ListeningUrlAsync();
        using (HttpResponseMessage drained =
            await fleet.Http.PostAsync(new Uri(url, "/v2/pools/pool-a/drain"), content: null))
            Assert.True(drained.IsSuccessStatusCode);
        await IsUnservedAsync(fleet, "pool-a on node-a is draining");

        node.Kill();
        await IsUnservedAsync(fleet, "node node-a is offline");
    }

    private static async Task IsUnservedAsync(TestFleet fleet, string cause)
    {
        CommandRun models = null!;
        await Eventually.HoldsAsync($"models to tell '{cause}'", async () =>
        {
            models = await CommandRun.OfAsync(fleet, "models");
            return models.Output.Contains(cause, StringComparison.Ordinal);
        });
        Assert.Contains("unserved", models.Output, StringComparison.Ordinal);

        CommandRun chat = await CommandRun.OfAsync(fleet, "chat", "hello");
        CommandRun doctor = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0");

        Assert.Equal(22, chat.ExitCode);
        Assert.Contains(cause, chat.Errors, StringComparison.Ordinal);
        Assert.Equal(2, doctor.ExitCode);
        Assert.Contains("model-unserved", doctor.Output, StringComparison.Ordinal);
        Assert.Contains(cause, doctor.Output, StringComparison.Ordinal);
    }
}
