using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class NodeStoreChangeTests
{
    private readonly FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
    private readonly Dictionary<string, StoredNode> stored = [];

    [Fact]
    public void Who_joins_is_saved_and_who_has_left_is_deleted()
    {
        stored["gone"] = StoredNode.Of(fleet.Node("n1")) with { NodeId = new NodeId("gone") };

        NodeStoreChange change = NodeStoreChange.Between(stored, fleet.State, withTimes: false);

        Assert.Equivalent(StoredNode.Of(fleet.Node("n1")), Assert.Single(change.Saved), strict: true);
        Assert.Equal("gone", Assert.Single(change.Deleted).Value);
        Assert.False(change.IsEmpty);
    }

    [Fact]
    public void A_heartbeat_alone_is_worth_a_write_only_with_times()
    {
        Keep();
        fleet.Pass(TimeSpan.FromSeconds(1));
        fleet.Heartbeat("n1", Report("p1"));

        Assert.True(NodeStoreChange.Between(stored, fleet.State, withTimes: false).IsEmpty);
        Assert.Equal(
            fleet.Now,
            Assert.Single(NodeStoreChange.Between(stored, fleet.State, withTimes: true).Saved).LastHeartbeat);
    }

    [Fact]
    public void The_last_heartbeat_of_a_node_that_went_offline_is_saved_at_once_and_once()
    {
        Keep();
        fleet.Pass(TimeSpan.FromSeconds(1));
        fleet.Heartbeat("n1", Report("p1"));
        DateTimeOffset last = fleet.Now;
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));

        Assert.Equal(
            last, Assert.Single(NodeStoreChange.Between(stored, fleet.State, withTimes: false).Saved).LastHeartbeat);

        Keep();
        Assert.True(NodeStoreChange.Between(stored, fleet.State, withTimes: true).IsEmpty);
    }

    [Fact]
    public void Another_address_or_version_is_saved()
    {
        Keep();
        fleet.Happens(new FleetEvent.Registered(Registration("n1") with { Version = "2.0" }));
        Assert.Equal("2.0", Assert.Single(NodeStoreChange.Between(stored, fleet.State, false).Saved).Version);

        Keep();
        var moved = new Uri("http://elsewhere:9200");
        fleet.Happens(new FleetEvent.Registered(Registration("n1") with { Version = "2.0", Address = moved }));
        Assert.Equal(moved, Assert.Single(NodeStoreChange.Between(stored, fleet.State, false).Saved).Address);
    }

    [Fact]
    public void A_node_of_before_needs_no_write()
    {
        var before = new FleetScene();
        StoredNode node = StoredNode.Of(fleet.Node("n1"));
        stored["n1"] = node;
        before.Happens(new FleetEvent.Restored([node]));

        Assert.True(NodeStoreChange.Between(stored, before.State, withTimes: true).IsEmpty);
    }

    private void Keep() => stored["n1"] = StoredNode.Of(fleet.Node("n1"));
}
