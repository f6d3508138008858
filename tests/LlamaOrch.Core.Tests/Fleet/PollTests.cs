using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class PollTests
{
    [Fact]
    public void A_failed_poll_takes_a_pool_out_and_the_next_good_one_brings_it_back()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.PollFails("n1", "p1");
        Assert.False(fleet.Snapshot.Pools[0].Available);
        fleet.Poll("n1", Report("p1"));

        Assert.True(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void A_pool_that_was_missed_once_is_asked_again_at_once_and_waited_for_until_it_is_missed_again()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.PollFails("n1", "p1");
        Assert.Single(fleet.Effects.OfType<FleetEffect.PollPool>());
        Assert.Equal((false, true), (fleet.Snapshot.Pools[0].Available, fleet.Snapshot.Pools[0].WorthWaitingFor));
        fleet.Heartbeat("n1", Report("p1"));
        Assert.True(fleet.Snapshot.Pools[0].WorthWaitingFor);

        fleet.PollFails("n1", "p1");
        Assert.Empty(fleet.Effects.OfType<FleetEffect.PollPool>());
        Assert.False(fleet.Snapshot.Pools[0].WorthWaitingFor);
    }

    [Fact]
    public void A_dispatch_that_failed_leaves_its_pool_worth_waiting_for_until_the_poll_fails_too()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Happens(new FleetEvent.DispatchFailed(new PoolId("p1")));
        fleet.Happens(new FleetEvent.DispatchFailed(new PoolId("p1")));
        Assert.True(fleet.Snapshot.Pools[0].WorthWaitingFor);

        fleet.PollFails("n1", "p1");
        Assert.False(fleet.Snapshot.Pools[0].WorthWaitingFor);
    }

    [Fact]
    public void A_pool_that_never_answered_is_not_waited_for()
    {
        var fleet = new FleetScene();
        fleet.Register("n1", Report("p1"));

        fleet.PollFails("n1", "p1");

        Assert.False(fleet.Snapshot.Pools[0].WorthWaitingFor);
    }

    [Fact]
    public void A_pool_that_rests_shows_it_through_reports_until_it_is_well()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        DateTimeOffset until = fleet.Now.AddSeconds(2);

        fleet.Happens(new FleetEvent.PoolRests(new PoolId("p1"), 2, until));
        fleet.Heartbeat("n1", Report("p1"));
        fleet.Poll("n1", Report("p1"));
        Assert.Equal((2, until), (fleet.Snapshot.Pools[0].Failures, fleet.Snapshot.Pools[0].RestsUntil));

        fleet.Happens(new FleetEvent.PoolRests(new PoolId("p1"), 0, null));
        Assert.Equal((0, null), (fleet.Snapshot.Pools[0].Failures, fleet.Snapshot.Pools[0].RestsUntil));
    }

    [Fact]
    public void A_pool_that_did_not_answer_says_why_through_heartbeats_and_until_it_answers()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Happens(new FleetEvent.PoolPolled(new NodeId("n1"), new PoolId("p1"), null, "Nobody is there."));
        fleet.Heartbeat("n1", Report("p1"));
        Assert.Equal("Nobody is there.", fleet.Snapshot.Pools[0].Problem);
        fleet.Poll("n1", Report("p1"));

        Assert.Null(fleet.Snapshot.Pools[0].Problem);
    }

    [Fact]
    public void A_poll_answered_with_nonsense_counts_as_none()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Poll("n1", Report("p1") with { SlotsTotal = int.MaxValue });

        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.Equal(4, fleet.Snapshot.Pools[0].SlotsTotal);
    }

    [Fact]
    public void A_poll_answer_for_a_pool_that_has_gone_changes_nothing()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        FleetState before = fleet.State;

        fleet.Poll("n1", Report("p9"));
        fleet.Poll("n9", Report("p1"));

        Assert.Same(before, fleet.State);
    }

    [Fact]
    public void A_dispatch_that_failed_takes_the_pool_out_and_polls_it_now()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Happens(new FleetEvent.DispatchFailed(new PoolId("p1")));

        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.Single(fleet.Effects.OfType<FleetEffect.PollPool>());
    }

    [Fact]
    public void A_pool_without_a_free_slot_stays_in_and_is_polled_now()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        fleet.Happens(new FleetEvent.PoolExhausted(new PoolId("p1")));

        Assert.True(fleet.Snapshot.Pools[0].Available);
        Assert.Single(fleet.Effects.OfType<FleetEffect.PollPool>());
    }

    [Fact]
    public void A_failure_on_a_pool_that_has_gone_changes_nothing()
    {
        var fleet = new FleetScene();

        fleet.Happens(new FleetEvent.DispatchFailed(new PoolId("p1")));
        fleet.Happens(new FleetEvent.PoolExhausted(new PoolId("p1")));

        Assert.Empty(fleet.Effects);
    }

    [Fact]
    public void Leases_of_an_earlier_life_hold_their_slots_until_the_node_reports_them_ended()
    {
        var fleet = new FleetScene(firstFence: 1000);
        LeaseId[] running = [LeaseNumbers.IdOf(999), LeaseNumbers.IdOf(1000), new("by-hand")];

        fleet.Serve("n1", Report("p1") with { ActiveLeases = running });
        Assert.Equal(2, fleet.Snapshot.Pools[0].SlotsHeldElsewhere);

        long version = fleet.State.Version;
        fleet.Poll("n1", Report("p1"));
        Assert.Equal(0, fleet.Snapshot.Pools[0].SlotsHeldElsewhere);
        Assert.True(fleet.State.Version > version);
    }
}
