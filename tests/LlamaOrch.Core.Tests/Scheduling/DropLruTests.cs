using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class DropLruTests
{
    private static readonly QueueLimits Two = new() { Capacity = 2, Policy = QueuePolicy.DropLru };

    [Fact]
    public void The_oldest_batch_task_makes_room_for_whoever_comes()
    {
        SchedulerScene scene = Full(TaskPriority.Interactive, TaskPriority.Batch);

        Assert.IsType<SlotAnswer.Queued>(scene.Ask("new"));

        SlotDrop dropped = Assert.Single(scene.Dropped);
        Assert.Equal(("w1", ErrorCode.QueueFullDropLru), (dropped.TaskId.Value, dropped.Why.Code));
        Assert.True(dropped.Why.RetryAfterMs > 0);
        Assert.Equal(2, scene.Scheduler.Waiting);
    }

    [Fact]
    public void Without_batch_tasks_the_oldest_interactive_one_makes_room_for_an_interactive_one()
    {
        SchedulerScene scene = Full(TaskPriority.Interactive, TaskPriority.Interactive);

        SlotAnswer answer = scene.Ask("new");

        Assert.Equal(1, SchedulerScene.Position(answer));
        Assert.Equal("w0", Assert.Single(scene.Dropped).TaskId.Value);
    }

    [Fact]
    public void A_batch_task_that_finds_only_interactive_ones_is_turned_away_itself()
    {
        SchedulerScene scene = Full(TaskPriority.Interactive, TaskPriority.Interactive);

        var refused = Assert.IsType<SlotAnswer.Refused>(scene.Ask("new", TaskPriority.Batch));

        Assert.Equal(ErrorCode.QueueFullDropLru, refused.Code);
        Assert.True(refused.RetryAfterMs > 0);
        Assert.Empty(scene.Dropped);
    }

    [Fact]
    public void Nobody_is_dropped_for_a_task_that_can_not_be_served_anyhow()
    {
        SchedulerScene scene = Full(TaskPriority.Batch, TaskPriority.Batch);

        Assert.IsType<SlotAnswer.Refused>(scene.AskBy("late", TimeSpan.Zero));

        Assert.Empty(scene.Dropped);
    }

    [Fact]
    public void A_task_that_had_a_slot_makes_room_for_nobody_so_new_ones_stay_within_the_capacity()
    {
        SchedulerScene scene = Full(TaskPriority.Interactive, TaskPriority.Interactive);
        scene.Fleet.Pass(scene.Fleet.Limits.HeartbeatInterval * 2);
        scene.Refresh();
        scene.Move("running");

        for (int newcomer = 0; newcomer < 3; newcomer++)
            Assert.IsType<SlotAnswer.Queued>(scene.Ask($"new{newcomer}"));

        Assert.Equal(["w0", "w1", "new0"], scene.Dropped.Select(drop => drop.TaskId.Value));
        Assert.Equal(0, scene.Look("running")?.Position);
    }

    [Fact]
    public void A_newcomer_is_turned_away_where_nobody_else_is_new()
    {
        var scene = new SchedulerScene(Two, Report("p1", slots: 1));
        scene.Ask("running");
        scene.Restore("w0");
        scene.Restore("w1");

        var refused = Assert.IsType<SlotAnswer.Refused>(scene.Ask("new"));

        Assert.Equal(ErrorCode.QueueFullDropLru, refused.Code);
        Assert.Empty(scene.Dropped);
    }

    [Fact]
    public void With_room_nobody_is_dropped()
    {
        var scene = new SchedulerScene(Two, Report("p1", slots: 1));
        foreach (string task in (string[])["running", "w0", "w1"])
            scene.Ask(task, TaskPriority.Batch);

        Assert.Empty(scene.Dropped);
    }

    private static SchedulerScene Full(params TaskPriority[] waiting)
    {
        var scene = new SchedulerScene(Two, Report("p1", slots: 1));
        scene.Ask("running");
        foreach ((int index, TaskPriority priority) in waiting.Index())
            scene.Ask($"w{index}", priority);
        return scene;
    }
}
