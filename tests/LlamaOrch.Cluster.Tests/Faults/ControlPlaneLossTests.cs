using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

[Trait("lane", "cluster")]
public sealed class ControlPlaneLossTests
{
    [Fact]
    public async Task Nodes_register_again_by_themselves_after_the_control_plane_was_killed()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess node = fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);

        fleet.ControlPlane.Kill();
        await fleet.ControlPlane.ExitCodeAsync();
        await fleet.RestartControlPlaneAsync();
        await fleet.PoolsReadyAsync(1);

        TaskView task = await fleet.SubmitAsync("fake-model");
        Assert.Equal("end", (await fleet.AllEventsAsync(task.TaskId))[^1].Type);
        Assert.False(node.HasExited);
    }
}
