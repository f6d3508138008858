using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class RestorationTests
{
    private readonly FleetScene fleet = new();

    [Fact]
    public void A_node_of_before_is_offline_with_its_old_heartbeat_and_offers_nothing()
    {
        DateTimeOffset old = fleet.Now - TimeSpan.FromMinutes(5);
        long version = fleet.State.Version;

        Restore(new StoredNode(new NodeId("n1"), new Uri("http://n1:9200"), "1.2.3", old));

        NodeRecord node = fleet.Node("n1");
        Assert.True(node.IsRestored);
        Assert.Equal((NodeState.Offline, old, "1.2.3"), (node.State, node.LastHeartbeat, node.Version));
        Assert.Equal(new Uri("http://n1:9200"), node.Address);
        Assert.Equal(0, fleet.Snapshot.NodesOnline);
        Assert.Empty(fleet.Snapshot.Pools);
        Assert.Empty(fleet.Effects);
        Assert.Equal(version + 1, fleet.State.Version);
    }

    [Fact]
    public void A_restored_node_must_register_before_it_reports_or_is_drained()
    {
        Restore(Stored("n1"));

        Assert.Equal("NOT_FOUND", fleet.Heartbeat("n1", Report("p1"))!.Code);
        Assert.Equal("NOT_FOUND", fleet.Happens(new FleetEvent.DrainRequested(new NodeId("n1")))!.Code);
        Assert.Equal(NodeState.Offline, fleet.Node("n1").State);

        fleet.Serve("n1", Report("p1"));
        Assert.False(fleet.Node("n1").IsRestored);
        Assert.Equal((NodeState.Online, fleet.Now), (fleet.Node("n1").State, fleet.Node("n1").LastHeartbeat));
        Assert.True(Assert.Single(fleet.Snapshot.Pools).Available);
    }

    [Fact]
    public void A_restored_nodes_name_is_free_to_another_machine()
    {
        Restore(Stored("n1"));

        Assert.Null(fleet.Happens(new FleetEvent.Registered(Registration("n1") with { MachineId = "another" })));
    }

    [Fact]
    public void A_restored_node_is_forgotten_like_any_that_is_silent_for_too_long()
    {
        var limits = new FleetLimits { ForgetAfter = TimeSpan.FromSeconds(60) };
        var scene = new FleetScene(limits);
        scene.Happens(new FleetEvent.Restored(
            [Stored("n1") with { LastHeartbeat = scene.Now - TimeSpan.FromDays(1) }]));

        // What it missed while the control plane was away is not counted against it.
        scene.Pass(limits.StaleAfter + limits.ForgetAfter);
        Assert.Single(scene.State.Nodes);
        scene.Pass(TimeSpan.FromSeconds(1));

        Assert.Empty(scene.State.Nodes);
        Assert.Equal("n1", Assert.Single(scene.Effects.OfType<FleetEffect.NodeForgotten>()).NodeId.Value);
    }

    [Fact]
    public void The_models_of_a_restored_node_are_expected_until_it_has_been_silent_for_too_long()
    {
        var model = new ModelId("m");
        var limits = new FleetLimits();
        Restore(Stored("n1") with { Models = [model] });

        Assert.True(fleet.Snapshot.Expects(model));
        Assert.True(fleet.Snapshot.Remembers(model));
        Assert.False(fleet.Snapshot.Offers(model));
        Assert.False(fleet.Snapshot.Remembers(new ModelId("other")));

        fleet.Pass(limits.StaleAfter);
        Assert.True(fleet.Snapshot.Expects(model));
        long version = fleet.State.Version;
        fleet.Pass(TimeSpan.FromSeconds(1));
        Assert.False(fleet.Snapshot.Expects(model));
        Assert.True(fleet.Snapshot.Remembers(model));
        // Placement must know, and is told once.
        Assert.Equal(version + 1, fleet.State.Version);
        fleet.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(version + 1, fleet.State.Version);

        fleet.Pass(limits.StaleAfter + limits.ForgetAfter);
        Assert.False(fleet.Snapshot.Remembers(model));
    }

    [Fact]
    public void What_a_node_serves_when_it_registers_takes_the_place_of_what_it_served_before()
    {
        Restore(Stored("n1") with { Models = [new ModelId("old")] });

        fleet.Serve("n1", Report("p1"));

        Assert.False(fleet.Snapshot.Remembers(new ModelId("old")));
        Assert.Equal([Report("p1").ModelId!.Value], StoredNode.Of(fleet.Node("n1")).Models!);
    }

    [Fact]
    public void A_node_that_restarts_twice_keeps_its_models_in_mind()
    {
        Restore(Stored("n1") with { Models = [new ModelId("m")] });

        Assert.Equal([new ModelId("m")], StoredNode.Of(fleet.Node("n1")).Models!);
    }

    [Fact]
    public void A_restored_node_can_be_deregistered()
    {
        Restore(Stored("n1"));

        Assert.Null(fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1"))));

        Assert.Empty(fleet.State.Nodes);
    }

    [Fact]
    public void A_node_that_is_back_already_stays_as_it_is()
    {
        fleet.Serve("n1", Report("p1"));
        long version = fleet.State.Version;

        Restore(Stored("n1"));

        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
        Assert.Single(fleet.Snapshot.Pools);
        Assert.Equal(version, fleet.State.Version);
    }

    [Fact]
    public void A_time_to_come_counts_as_now()
    {
        Restore(Stored("n1") with { LastHeartbeat = fleet.Now + TimeSpan.FromHours(3) });

        Assert.Equal(fleet.Now, fleet.Node("n1").LastHeartbeat);
    }

    [Fact]
    public void The_limit_of_nodes_holds_and_those_heard_of_last_come_first()
    {
        var scene = new FleetScene(new FleetLimits { NodesMax = 2 });
        scene.Register("here");

        scene.Happens(new FleetEvent.Restored(
        [
            Stored("older") with { LastHeartbeat = scene.Now - TimeSpan.FromSeconds(2) },
            Stored("younger") with { LastHeartbeat = scene.Now - TimeSpan.FromSeconds(1) },
        ]));

        Assert.Equal(["here", "younger"], scene.State.Nodes.Keys);
    }

    private static StoredNode Stored(string node) =>
        new(new NodeId(node), new Uri($"http://{node}:9200"), "1.0", DateTimeOffset.UnixEpoch);

    private void Restore(params StoredNode[] nodes) => fleet.Happens(new FleetEvent.Restored(nodes));
}
