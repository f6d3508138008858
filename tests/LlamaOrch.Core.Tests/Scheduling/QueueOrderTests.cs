using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class QueueOrderTests
{
    [Fact]
    public void Tasks_of_one_priority_start_in_the_order_in_which_they_came()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        foreach (string task in (string[])["a", "b", "c", "d"])
            scene.Ask(task);

        foreach (string task in (string[])["a", "b", "c"])
            scene.Release(task);

        Assert.Equal(["a", "b", "c", "d"], scene.Order);
    }

    [Fact]
    public void Positions_count_those_in_front()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");

        Assert.Equal(0, SchedulerScene.Position(scene.Ask("b")));
        Assert.Equal(1, SchedulerScene.Position(scene.Ask("c")));
        Assert.Equal(2, SchedulerScene.Position(scene.Ask("batch", TaskPriority.Batch)));
        Assert.Equal(2, SchedulerScene.Position(scene.Ask("d")));
    }

    [Fact]
    public void Interactive_tasks_start_before_batch_tasks_that_came_earlier()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("late", TaskPriority.Batch);
        scene.Ask("b");

        scene.Release("a");
        scene.Release("b");

        Assert.Equal(["a", "b", "late"], scene.Order);
    }

    [Fact]
    public void A_batch_task_starts_at_least_every_eighth_time_under_a_flood_of_interactive_ones()
    {
        var limits = new QueueLimits();
        var scene = new SchedulerScene(limits, Report("p1", slots: 1));
        scene.Ask("i0");
        for (int index = 0; index < 5; index++)
            scene.Ask($"b{index}", TaskPriority.Batch);
        for (int index = 1; index < 60; index++)
            scene.Ask($"i{index}");

        for (int index = 0; index < 40; index++)
            scene.Release(scene.Order[^1]);

        int[] batchTurns = [.. scene.Order.Index().Where(turn => turn.Item.StartsWith('b')).Select(turn => turn.Index)];
        Assert.Equal(5, batchTurns.Length);
        Assert.All(batchTurns.Prepend(0).Zip(batchTurns), pair => Assert.InRange(
            pair.Second - pair.First, 1, limits.BatchEvery));
    }

    [Fact]
    public void A_task_that_fits_a_free_slot_is_not_held_up_by_one_that_does_not()
    {
        var scene = new SchedulerScene(
            Report("small", slots: 1) with { ContextTokens = 100 },
            Report("big", slots: 1) with { ContextTokens = 1000 });
        scene.Ask("first", context: 500);
        scene.Ask("second", context: 500);

        Assert.IsType<SlotAnswer.Granted>(scene.Ask("third", context: 50));

        scene.Release("first");
        Assert.Equal("big", scene.Lease("second").PoolId.Value);
    }

    [Fact]
    public void A_slot_that_the_first_in_the_queue_needs_is_not_given_to_a_newcomer()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");

        scene.Release("a");
        scene.Ask("c");

        Assert.Equal(["a", "b"], scene.Order);
    }

    [Fact]
    public void A_task_that_moves_goes_before_those_that_came_after_it()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1), Report("p2", slots: 1));
        foreach (string task in (string[])["a", "b", "c", "d"])
            scene.Ask(task);
        scene.Fleet.PollFails("n1", scene.Lease("a").PoolId.Value);
        scene.Refresh();

        Assert.Equal(0, SchedulerScene.Position(scene.Move("a")));
        scene.Release("b");

        Assert.Equal(["a", "b", "a"], scene.Order);
    }

    [Fact]
    public void A_task_that_moves_leaves_its_slot_to_one_that_came_before_it()
    {
        var scene = new SchedulerScene(Report("p1", slots: 2));
        foreach (string task in (string[])["a", "b", "c"])
            scene.Ask(task);
        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();
        scene.Move("b");
        scene.Move("a");

        scene.Fleet.Poll("n1", Report("p1", slots: 1));
        scene.Refresh();

        Assert.Equal(["a", "b", "a"], scene.Order);
        Assert.Equal(2, scene.Scheduler.Waiting);
    }

    [Fact]
    public void A_task_that_moves_gets_its_own_slot_again_when_it_is_the_only_one()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        long fence = scene.Lease("a").Fence;
        scene.Ask("b");

        Assert.IsType<SlotAnswer.Granted>(scene.Move("a"));

        Assert.True(scene.Lease("a").Fence > fence);
        Assert.Equal(1, scene.Scheduler.Leased);
    }

    [Fact]
    public void A_task_looks_for_another_pool_than_the_one_it_failed_on_and_goes_back_only_where_it_may()
    {
        var scene = new SchedulerScene(Report("p1"), Report("p2"));

        scene.Ask("a", avoid: ["p1"]);
        Assert.Equal("p2", scene.Lease("a").PoolId.Value);

        // Missed once it would be waited for.
        scene.Fleet.PollFails("n1", "p2");
        scene.Fleet.PollFails("n1", "p2");
        scene.Refresh();
        scene.Ask("b", avoid: ["p1"]);
        Assert.False(scene.Holds("b"));
        scene.Ask(new SlotRequest
        {
            TaskId = new TaskId("c"),
            ModelId = new ModelId(Model),
            Avoid = [new PoolId("p1")],
            MayRepeat = true,
        });
        Assert.Equal("p1", scene.Lease("c").PoolId.Value);
    }

    [Fact]
    public void A_withdrawn_task_never_starts_and_is_known_only_once()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");
        scene.Ask("c");

        Assert.True(scene.Withdraw("b"));
        Assert.False(scene.Withdraw("b"));
        scene.Release("a");

        Assert.Equal(["a", "c"], scene.Order);
    }

    [Fact]
    public void A_withdrawal_that_comes_late_leaves_a_later_wish_its_place()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b", ticket: 1);

        Assert.IsType<SlotAnswer.Queued>(scene.Ask("b", ticket: 2));
        Assert.False(scene.Withdraw("b", ticket: 1));
        Assert.Equal(1, scene.Scheduler.Waiting);
        scene.Release("a");

        Assert.Equal(["a", "b"], scene.Order);
    }

    [Fact]
    public void A_task_that_moves_ends_a_wish_of_its_own_that_still_waits()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a", ticket: 1);
        scene.Ask("a", ticket: 2);

        scene.Move("a", ticket: 3);

        Assert.True(scene.Holds("a"));
        Assert.Equal(0, scene.Scheduler.Waiting);
    }

    [Fact]
    public void A_task_that_waits_already_is_a_conflict_in_either_priority()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");

        Assert.Equal(ErrorCodes(scene.Ask("b")), ErrorCodes(scene.Ask("b", TaskPriority.Batch)));
        Assert.Equal(1, scene.Scheduler.Waiting);

        static Contracts.Errors.ErrorCode ErrorCodes(SlotAnswer answer) =>
            Assert.IsType<SlotAnswer.Refused>(answer).Code;
    }

    [Fact]
    public void Waiting_tasks_move_to_a_pool_that_joins_and_wait_on_when_all_have_gone()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");
        scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        scene.Refresh();
        Assert.Equal(1, scene.Scheduler.Waiting);

        scene.Fleet.Serve("n2", Report("p2", slots: 1));
        scene.Refresh();

        Assert.Equal("p2", scene.Lease("b").PoolId.Value);
    }

    [Fact]
    public void The_look_ahead_bounds_how_far_the_queue_is_searched()
    {
        var limits = new QueueLimits { LookAhead = 2 };
        var scene = new SchedulerScene(
            limits,
            Report("small", slots: 1) with { ContextTokens = 100 },
            Report("big", slots: 1) with { ContextTokens = 999 });
        foreach (string task in (string[])["big0", "big1", "big2"])
            scene.Ask(task, context: 500);

        Assert.Equal(2, SchedulerScene.Position(scene.Ask("small", context: 50)));
        scene.Withdraw("big1");

        Assert.Equal("small", scene.Lease("small").PoolId.Value);
    }
}
