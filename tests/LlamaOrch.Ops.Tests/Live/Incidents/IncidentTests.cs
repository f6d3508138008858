using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

public sealed class IncidentTests(SharedIncidentFleet shared) : IClassFixture<SharedIncidentFleet>
{
    private IncidentFleet Fleet => shared.Fleet;

    [Fact]
    public async Task All_nodes_killed_is_one_alert_that_somebody_is_woken_for()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet, "NoNodesOnline", "NodeHeartbeatStalled", "NoPoolsAvailable");

        foreach (NodeAgent node in Fleet.Nodes)
            await node.KillAsync();

        await incident.FiresAsync("NoNodesOnline");
        await incident.IsLeftOutAsync("NoPoolsAvailable");
        await incident.IsLeftOutAsync("NodeHeartbeatStalled");
        await Eventually.HoldsAsync("the pager to be told", () =>
            Fleet.Receiver.WasTold("pager", "NoNodesOnline", "firing"));
        await Task.WhenAll(Fleet.Nodes.Select(node => Fleet.StartNodeAsync(node)));
        await incident.ResolvesAsync("NoNodesOnline", "NoPoolsAvailable", "NodeHeartbeatStalled");
        await Eventually.HoldsAsync("the pager to be told of the end", () =>
            Fleet.Receiver.WasTold("pager", "NoNodesOnline", "resolved"));
    }

    [Fact]
    public async Task All_nodes_but_one_killed_is_a_warning_for_the_fleet()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet, "NodeHeartbeatStalled");

        await Fleet.Nodes[0].KillAsync();
        await Fleet.Nodes[1].KillAsync();

        await incident.FiresAsync("LowNodeAvailability");
        await incident.FiresAsync("LowPoolAvailability");
        await Fleet.StartNodeAsync(Fleet.Nodes[0]);
        await Fleet.StartNodeAsync(Fleet.Nodes[1]);
        await incident.ResolvesAsync("LowNodeAvailability", "LowPoolAvailability", "NodeHeartbeatStalled");
    }

    [Fact]
    public async Task Node_that_is_paused_is_silent_until_it_goes_on()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet, "NodeHeartbeatStalled");

        Fleet.Nodes[1].Process.Pause();

        await incident.FiresAsync("NodeHeartbeatStalled", "node_id", "node-2");
        await incident.FiresAsync("PoolManagerdDown", "instance", Fleet.Nodes[1].Address.Authority);
        Fleet.Nodes[1].Process.Resume();
        await incident.ResolvesAsync("NodeHeartbeatStalled", "PoolManagerdDown");
    }

    [Fact]
    public async Task Engine_that_crashes_again_and_again_is_a_crash_loop()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet);
        var killed = new HashSet<int>();

        for (int crash = 0; crash < 4; crash++)
        {
            int engine = 0;
            await Eventually.HoldsAsync("an engine to run", () =>
                (engine = Fleet.Nodes[0].Process.ChildIds().FirstOrDefault(id => !killed.Contains(id))) != 0);
            killed.Add(engine);
            Killing.Kill(engine);
        }

        await incident.FiresAsync("PoolCrashLooping", "pool_id", "pool-1");
        await incident.ResolvesAsync("PoolCrashLooping");
    }

    [Fact]
    public async Task Node_behind_a_slow_network_has_slow_health_checks()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet);

        Fleet.Relay.Delay = TimeSpan.FromMilliseconds(1_500);

        await incident.FiresAsync("HighHealthCheckLatency", "pool_id", "pool-3");
        Fleet.Relay.Delay = TimeSpan.Zero;
        await incident.ResolvesAsync("HighHealthCheckLatency");
    }

    [Fact]
    public async Task Handoff_folder_that_can_not_be_read_is_a_dead_watcher()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet);
        NodeAgent node = Fleet.Nodes[2];
        string folder = Fleet.HandoffFolder(node), away = folder + ".away";

        // While it is paused: it would make a folder that it misses anew, and take its pool for deleted.
        node.Process.Pause();
        Directory.Move(folder, away);
        await File.WriteAllTextAsync(folder, "no folder");
        node.Process.Resume();

        await incident.FiresAsync("HandoffWatcherDead", "instance", node.Address.Authority);
        node.Process.Pause();
        File.Delete(folder);
        Directory.Move(away, folder);
        node.Process.Resume();
        await incident.ResolvesAsync("HandoffWatcherDead");
    }

    [Fact]
    public async Task Full_queue_is_saturated_until_tasks_end()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet);

        await Fleet.HoldTasksAsync(IncidentFleet.HeldSlots + IncidentFleet.QueueCapacity);

        await incident.FiresAsync("QueueSaturated", "model_id", "fake-model");
        Fleet.ReleaseTasks();
        await incident.ResolvesAsync("QueueSaturated");
    }

    [Fact]
    public async Task Control_plane_killed_is_one_alert_that_somebody_is_woken_for()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(Fleet, "OrchestratordDown", "NoNodesOnline", "NoPoolsAvailable");

        await Fleet.KillControlPlaneAsync();

        await incident.FiresAsync("OrchestratordDown");
        await Fleet.StartControlPlaneAsync();
        await incident.ResolvesAsync("OrchestratordDown", "NoNodesOnline", "NoPoolsAvailable");
    }

    [Fact]
    public async Task Nodes_that_die_while_the_control_plane_is_away_are_missed_when_it_is_back()
    {
        await Fleet.IsWellAsync();
        var incident = new Incident(
            Fleet, "NodeHeartbeatStalled", "OrchestratordDown", "NoNodesOnline", "NoPoolsAvailable");
        NodeAgent repaired = Fleet.Nodes[0], lost = Fleet.Nodes[1];

        // In this order nothing but what was kept of before can say since when they are silent.
        await Fleet.KillControlPlaneAsync();
        await repaired.KillAsync();
        await lost.KillAsync();
        await Fleet.StartControlPlaneAsync();

        await incident.FiresAsync("NodeHeartbeatStalled", "node_id", repaired.NodeId);
        await incident.FiresAsync("NodeHeartbeatStalled", "node_id", lost.NodeId);
        await Fleet.StartNodeAsync(repaired);
        await incident.EndsAsync("NodeHeartbeatStalled", "node_id", repaired.NodeId);
        await incident.FiresAsync("NodeHeartbeatStalled", "node_id", lost.NodeId);
        await Fleet.DeregisterAsync(lost);
        await incident.EndsAsync("NodeHeartbeatStalled", "node_id", lost.NodeId);
    }
}
