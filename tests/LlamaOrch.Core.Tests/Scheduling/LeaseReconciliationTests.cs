using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

/// <summary>What nodes say of their slots against what was lent.</summary>
public sealed class LeaseReconciliationTests
{
    private static readonly TimeSpan LostAfter = new QueueLimits().LostAfter;

    private readonly SchedulerScene scene = new(Report("p1", slots: 1), Report("other", slots: 0));

    [Fact]
    public void A_lease_that_its_node_does_not_hold_comes_back_to_whoever_waits()
    {
        scene.Ask("a");
        scene.Ask("b");
        SlotLease lost = scene.Forget("a");
        scene.Pass(LostAfter);

        Assert.Empty(scene.Report("p1"));

        Assert.True(scene.Holds("b"));
        Assert.Equal([lost], scene.Lost);
        Assert.Equal(1, scene.Scheduler.Leased);
        scene.Release(lost);
        Assert.Equal(1, scene.Scheduler.Leased);
    }

    [Fact]
    public void A_lease_that_was_just_granted_is_not_taken_for_lost()
    {
        scene.Ask("a");
        scene.Ask("b");
        scene.Pass(LostAfter - TimeSpan.FromTicks(1));

        scene.Report("p1");

        Assert.False(scene.Holds("b"));
    }

    [Fact]
    public void A_lease_that_its_node_holds_stays_out_for_ever()
    {
        scene.Ask("a");
        scene.Ask("b");
        scene.Pass(TimeSpan.FromDays(1));

        Assert.Empty(scene.Report("p1", scene.Lease("a").LeaseId));

        Assert.Equal(1, scene.Scheduler.Leased);
    }

    [Fact]
    public void A_lease_that_is_held_for_nobody_is_to_be_given_up()
    {
        scene.Ask("a");
        SlotLease ended = scene.Lease("a");
        scene.Release("a");
        var foreign = new LeaseId("earlier-life");

        Assert.Equal([ended.LeaseId, foreign], scene.Report("p1", ended.LeaseId, foreign));
    }

    [Fact]
    public void A_lease_taken_for_lost_whose_request_arrives_after_all_counts_again_once()
    {
        scene.Ask("a");
        SlotLease late = scene.Forget("a");
        scene.Pass(LostAfter);
        scene.Report("p1");
        Assert.Equal(0, scene.Scheduler.Leased);

        Assert.Empty(scene.Report("p1", late.LeaseId, late.LeaseId));

        Assert.Equal(1, scene.Scheduler.Leased);
        Assert.IsType<SlotAnswer.Queued>(scene.Ask("b"));
        scene.Release(late);
        Assert.True(scene.Holds("b"));
    }

    [Fact]
    public void A_lost_lease_of_a_pool_that_left_owes_nothing_when_the_pool_returns()
    {
        scene.Ask("a");
        scene.Forget("a");
        scene.Pass(LostAfter);
        scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        scene.Refresh();
        scene.Report("p1");
        Assert.True(scene.Scheduler.IsIdleAndGone);
    }

    [Fact]
    public void A_pool_that_claims_another_pools_lease_is_told_to_give_it_up()
    {
        scene.Ask("a");
        LeaseId lease = scene.Lease("a").LeaseId;

        Assert.Equal([lease], scene.Report("other", lease));

        Assert.Equal(1, scene.Scheduler.Leased);
    }

    [Fact]
    public void Lost_leases_are_remembered_up_to_a_bound()
    {
        var book = new LeaseBook();
        for (int fence = 1; fence <= LeaseBook.LostMax + 10; fence++)
        {
            var lease = new HeldLease(Lease(fence), DateTimeOffset.UnixEpoch, TimeSpan.Zero);
            book.Add(lease);
            book.Lose(lease);
        }

        Assert.Equal((0, LeaseBook.LostMax), (book.Count, book.LostCount));
    }

    private static SlotLease Lease(long fence) => new()
    {
        LeaseId = LeaseNumbers.IdOf(fence),
        Fence = fence,
        TaskId = new TaskId($"t{fence}"),
        ModelId = new ModelId(Model),
        PoolId = new PoolId("p1"),
        NodeId = new NodeId("n1"),
        Address = new Uri("http://127.0.0.1:1"),
        Engine = "llamacpp",
        Place = fence,
    };
}
