using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class SlotLedgerTests
{
    [Fact]
    public void A_lease_released_twice_frees_one_slot()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        SlotLease lease = scene.Lease("a");
        scene.Ask("b");
        scene.Ask("c");

        scene.Release(lease);
        scene.Release(lease);

        Assert.Equal(["a", "b"], scene.Order);
        Assert.Equal(1, scene.Scheduler.Leased);
    }

    [Fact]
    public void A_pool_that_leaves_and_returns_still_owes_its_lent_slots()
    {
        var scene = new SchedulerScene(Report("p1", slots: 2));
        scene.Ask("a");
        scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        scene.Refresh();
        scene.Fleet.Serve("n1", Report("p1", slots: 2));
        scene.Refresh();

        Assert.IsType<SlotAnswer.Granted>(scene.Ask("b"));
        Assert.IsType<SlotAnswer.Queued>(scene.Ask("c"));
    }

    [Fact]
    public void A_pool_that_shrinks_lends_nothing_until_enough_has_come_back()
    {
        var scene = new SchedulerScene(Report("p1", slots: 3));
        foreach (string task in (string[])["a", "b", "c"])
            scene.Ask(task);
        scene.Fleet.Poll("n1", Report("p1", slots: 2));
        scene.Refresh();
        scene.Ask("d");

        scene.Release("a");
        Assert.False(scene.Holds("d"));
        scene.Release("b");
        Assert.True(scene.Holds("d"));
    }

    [Fact]
    public void Slots_of_an_earlier_life_are_not_lent()
    {
        var scene = new SchedulerScene(Report("p1", slots: 2) with { ActiveLeases = [new LeaseId("by-hand")] });

        Assert.IsType<SlotAnswer.Granted>(scene.Ask("a"));
        Assert.IsType<SlotAnswer.Queued>(scene.Ask("b"));

        scene.Fleet.Poll("n1", Report("p1", slots: 2));
        scene.Refresh();
        Assert.True(scene.Holds("b"));
    }

    [Fact]
    public void Pools_that_come_and_go_are_forgotten()
    {
        var scene = new SchedulerScene(Report("p0"));
        for (int index = 1; index < 50; index++)
        {
            scene.Ask($"t{index}");
            scene.Fleet.Heartbeat("n1", Report($"p{index}"));
            scene.Fleet.Poll("n1", Report($"p{index}"));
            scene.Refresh();
            scene.Release($"t{index}");
        }

        Assert.InRange(scene.Scheduler.PoolsKnown, 0, 1);
    }

    [Fact]
    public void A_model_is_gone_when_no_pool_is_left_and_nobody_waits_or_runs()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        Assert.False(scene.Scheduler.IsIdleAndGone);

        scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        scene.Refresh();
        Assert.False(scene.Scheduler.IsIdleAndGone);

        scene.Release("a");
        Assert.True(scene.Scheduler.IsIdleAndGone);
    }
}
