using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Placement.Filters;

public sealed class FilterTests
{
    private static readonly PlacementRequest Anything = new(0, []);

    [Fact]
    public void Online_leaves_out_a_node_that_is_suspect()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new OnlineFilter().Admits(Candidate(fleet), Anything));

        fleet.Pass(fleet.Limits.HeartbeatInterval * 2);

        Assert.False(new OnlineFilter().Admits(Candidate(fleet), Anything));
    }

    [Fact]
    public void Ready_leaves_out_a_pool_that_did_not_answer_or_is_not_ready()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new ReadyFilter().Admits(Candidate(fleet), Anything));

        fleet.Poll("n1", Report("p") with { Ready = false });
        Assert.False(new ReadyFilter().Admits(Candidate(fleet), Anything));
        fleet.Poll("n1", Report("p"));
        fleet.PollFails("n1", "p");
        Assert.False(new ReadyFilter().Admits(Candidate(fleet), Anything));
    }

    [Fact]
    public void Draining_leaves_out_a_pool_that_drains_itself_or_with_its_node()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new DrainingFilter().Admits(Candidate(fleet), Anything));

        fleet.Poll("n1", Report("p") with { Draining = true });
        Assert.False(new DrainingFilter().Admits(Candidate(fleet), Anything));
        fleet.Poll("n1", Report("p"));
        fleet.Happens(new FleetEvent.DrainRequested(new NodeId("n1")));
        Assert.False(new DrainingFilter().Admits(Candidate(fleet), Anything));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(4, 0, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    public void Free_slot_counts_what_is_lent_here_and_what_is_held_elsewhere(int lent, int elsewhere, bool admitted)
    {
        LeaseId[] foreign = [.. Enumerable.Range(0, elsewhere).Select(index => new LeaseId($"by-hand-{index}"))];
        FleetScene fleet = new FleetScene().Serve("n1", Report("p", slots: 4) with { ActiveLeases = foreign });

        Assert.Equal(admitted, new FreeSlotFilter().Admits(Candidate(fleet, lent), Anything));
    }

    [Theory]
    [InlineData(0, 1_000_000, true)]
    [InlineData(100, 100, true)]
    [InlineData(100, 101, false)]
    public void Context_admits_what_fits_and_all_while_it_is_unknown(int context, int wanted, bool admitted)
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p") with { ContextTokens = context });

        Assert.Equal(admitted, new ContextFilter().Admits(Candidate(fleet), new PlacementRequest(wanted, [])));
    }

    [Fact]
    public void Avoid_leaves_out_the_pools_named()
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.True(new AvoidFilter().Admits(candidate, new PlacementRequest(0, [new PoolId("other")])));
        Assert.False(new AvoidFilter().Admits(candidate, new PlacementRequest(0, [new PoolId("p")])));
    }

    private static PoolCandidate Candidate(FleetScene fleet, int lent = 0) =>
        new(Assert.Single(fleet.Snapshot.Pools), lent, 0);
}
