using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Client.Overview;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Overview;

[Trait("lane", "unit")]
public sealed class FleetOverviewTests
{
    [Fact]
    public void Tokens_a_second_are_what_was_counted_over_the_time_between_by_pool_node_and_fleet()
    {
        FleetOverview fleet = FleetOverview.Of(
            Sample(14, Tokens("n1-p0", 100), Tokens("n2-p0", 30), "tasks_started_total 8"),
            Sample(10, Tokens("n1-p0", 20), Tokens("n2-p0", 30), "tasks_started_total 2"));

        Assert.Equal([20.0, 0], fleet.Pools.Select(pool => pool.TokensPerSecond));
        Assert.Equal([20.0, 0], fleet.Nodes.Select(node => node.TokensPerSecond));
        Assert.Equal(20, fleet.TokensPerSecond);
        Assert.Equal(1.5, fleet.StartsPerSecond);
    }

    [Fact]
    public void A_control_plane_that_began_anew_has_no_negative_rate_and_one_look_none_at_all()
    {
        OverviewSample now = Sample(14, Tokens("n1-p0", 5));

        Assert.Equal(0, FleetOverview.Of(now, Sample(10, Tokens("n1-p0", 500))).TokensPerSecond);
        Assert.Equal(0, FleetOverview.Of(now, now).TokensPerSecond);
    }

    [Fact]
    public void Queues_are_shown_the_longest_first_and_without_the_stand_in_of_none()
    {
        FleetOverview fleet = FleetOverview.Of(
            Sample(
                1,
                "queue_depth{model_id=\"unknown\",priority=\"batch\"} 0",
                "queue_depth{model_id=\"a\",priority=\"batch\"} 1",
                "queue_depth{model_id=\"b\",priority=\"interactive\"} 2",
                "queue_depth{model_id=\"b\",priority=\"batch\"} 3",
                "queue_oldest_age_seconds{model_id=\"b\",priority=\"batch\"} 9"),
            Sample(0));

        Assert.Equal([new QueueRow("b", 2, 3, 9), new QueueRow("a", 0, 1, null)], fleet.Queues);
        Assert.Equal(6, fleet.Waiting);
    }

    [Fact]
    public void A_pool_that_is_not_ready_is_counted_and_says_why()
    {
        FleetPicture picture = Well();
        PoolReport down = picture.Pools[0] with { Ready = false, State = PoolState.Offline, LastError = "Why." };
        var sample = new OverviewSample(
            TimeSpan.Zero,
            [picture.Nodes[0], picture.Nodes[1] with { State = NodeState.Offline }],
            [down, picture.Pools[1] with { SlotsFree = 1 }],
            MetricsPage.Empty);

        FleetOverview fleet = FleetOverview.Of(sample, sample);

        Assert.Equal((1, 1), (fleet.NodesOnline, fleet.PoolsReady));
        Assert.Equal("Why.", fleet.Pools[0].Note);
        Assert.Equal(["n1", "n2"], fleet.Pools.Select(pool => pool.NodeId));
        Assert.Equal((0, 0), (fleet.Pools[0].SlotsHeld, fleet.Pools[0].SlotsTotal));
        Assert.Equal((0, 1), (fleet.Nodes[0].PoolsReady, fleet.Nodes[0].PoolsTotal));
        Assert.Equal((3, 4), (fleet.Nodes[1].SlotsHeld, fleet.Nodes[1].SlotsTotal));
    }

    private static string Tokens(string pool, int count) => $"tokens_out_total{{pool_id=\"{pool}\"}} {count}";

    private static OverviewSample Sample(int seconds, params string[] lines)
    {
        FleetPicture fleet = Well();
        return new OverviewSample(TimeSpan.FromSeconds(seconds), fleet.Nodes, fleet.Pools, Page(lines));
    }
}
