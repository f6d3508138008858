using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class HeartbeatTests
{
    [Fact]
    public void A_heartbeat_that_changes_nothing_for_placement_makes_no_new_version()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        long version = fleet.State.Version;

        fleet.Heartbeat("n1", Report("p1") with { SlotsFree = 1, VramFreeBytes = 5 });

        Assert.Equal(version, fleet.State.Version);
        Assert.Equal(1, fleet.Pool("n1", "p1").Report.SlotsFree);
    }

    [Theory]
    [InlineData(8, 5, 10, true)]
    [InlineData(8, 10, 10, true)]
    [InlineData(9, 5, 10, false)]
    [InlineData(1, 11, 10, false)]
    [InlineData(1, -1, 10, false)]
    public void Disks_are_taken_within_their_bounds_and_are_no_news_for_placement(
        int count, long free, long total, bool taken)
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        long version = fleet.State.Version;
        DiskReport[] disks = [.. Enumerable.Repeat(new DiskReport(DiskPurpose.Data, free, total), count)];

        ErrorBody? refusal = fleet.Happens(
            new FleetEvent.HeartbeatReceived(new NodeId("n1"), [Report("p1")], null, disks));

        Assert.Equal(taken ? null : "disks", refusal?.Field);
        Assert.Equal(taken ? disks : null, fleet.Node("n1").Disks);
        Assert.Equal(version, fleet.State.Version);
    }

    [Fact]
    public void A_pool_that_a_heartbeat_calls_unready_takes_no_work_at_once()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Heartbeat("n1", Report("p1") with { Ready = false });

        Assert.False(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void A_heartbeat_that_says_ready_does_not_overrule_a_poll_that_failed()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        fleet.PollFails("n1", "p1");

        fleet.Heartbeat("n1", Report("p1"));

        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.Equal(new PoolId("p1"), Assert.Single(fleet.Effects.OfType<FleetEffect.PollPool>()).PoolId);
    }

    [Fact]
    public void A_pool_that_a_heartbeat_adds_is_polled_and_one_that_it_drops_is_gone()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Heartbeat("n1", Report("p2"));

        Assert.Equal("p2", Assert.Single(fleet.Snapshot.Pools).PoolId.Value);
        Assert.Equal(new PoolId("p2"), Assert.Single(fleet.Effects.OfType<FleetEffect.PollPool>()).PoolId);
    }

    [Fact]
    public void A_node_is_suspect_after_one_and_a_half_intervals_and_online_at_its_next_heartbeat()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Pass(TimeSpan.FromSeconds(15));
        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
        fleet.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(NodeState.Suspect, fleet.Node("n1").State);
        Assert.False(fleet.Snapshot.Pools[0].Available);

        fleet.Heartbeat("n1", Report("p1"));
        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
        Assert.True(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void A_node_is_offline_only_beyond_the_stale_limit()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Pass(fleet.Limits.StaleAfter);
        Assert.Equal(NodeState.Suspect, fleet.Node("n1").State);
        fleet.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(NodeState.Offline, fleet.Node("n1").State);
        Assert.Equal(0, fleet.Snapshot.NodesOnline);
    }

    [Fact]
    public void A_node_is_forgotten_only_beyond_the_forget_limit()
    {
        var limits = new FleetLimits { ForgetAfter = TimeSpan.FromSeconds(60) };
        FleetScene fleet = new FleetScene(limits).Serve("n1", Report("p1"));

        fleet.Pass(limits.StaleAfter + limits.ForgetAfter);
        Assert.Single(fleet.State.Nodes);
        fleet.Pass(TimeSpan.FromSeconds(1));

        Assert.Empty(fleet.State.Nodes);
        Assert.Equal("n1", Assert.Single(fleet.Effects.OfType<FleetEffect.NodeForgotten>()).NodeId.Value);
    }

    [Fact]
    public void A_control_plane_that_was_paused_blames_no_node_for_it()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Leap(TimeSpan.FromMinutes(5));
        Assert.Equal(NodeState.Online, fleet.Node("n1").State);

        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));
        Assert.Equal(NodeState.Offline, fleet.Node("n1").State);
    }

    [Fact]
    public void A_clock_that_is_set_back_hides_no_dead_node()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Leap(TimeSpan.FromMinutes(-10));
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));

        Assert.Equal(NodeState.Offline, fleet.Node("n1").State);
    }

    [Fact]
    public void A_drained_node_takes_no_work_and_stays_drained_through_a_silence()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        Assert.Null(fleet.Happens(new FleetEvent.DrainRequested(new NodeId("n1"))));
        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.Equal(1, fleet.Snapshot.NodesOnline);

        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));
        fleet.Heartbeat("n1", Report("p1"));
        Assert.Equal(NodeState.Draining, fleet.Node("n1").State);

        fleet.Serve("n1", Report("p1"));
        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
    }
}
