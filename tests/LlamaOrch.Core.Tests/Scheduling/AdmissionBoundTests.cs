using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class AdmissionBoundTests
{
    [Fact]
    public void The_queue_takes_exactly_its_capacity()
    {
        var scene = new SchedulerScene(new QueueLimits { Capacity = 3 }, Report("p1", slots: 1));
        foreach (string task in (string[])["running", "w1", "w2", "w3"])
            Assert.IsNotType<SlotAnswer.Refused>(scene.Ask(task));

        Assert.Equal(ErrorCode.AdmissionReject, Refusal(scene.Ask("w4")).Code);
        Assert.Equal(3, scene.Scheduler.Waiting);

        scene.Release("running");
        Assert.IsType<SlotAnswer.Queued>(scene.Ask("w5"));
    }

    [Fact]
    public void A_task_that_moves_is_taken_though_the_queue_is_full()
    {
        var scene = new SchedulerScene(new QueueLimits { Capacity = 1 }, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");

        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();
        Assert.IsType<SlotAnswer.Queued>(scene.Move("a"));
        Assert.Equal(2, scene.Scheduler.Waiting);
    }

    [Fact]
    public void Retry_after_is_how_often_slots_came_back_while_tasks_waited()
    {
        var scene = new SchedulerScene(new QueueLimits { Capacity = 2 }, Report("p1", slots: 1));
        foreach (string task in (string[])["a", "b", "c"])
            scene.Ask(task);
        scene.Pass(TimeSpan.FromSeconds(4));
        scene.Release("a");
        scene.Ask("d");

        Assert.Equal(4000, Refusal(scene.Ask("e")).RetryAfterMs);
    }

    [Fact]
    public void Retry_after_is_the_wait_so_far_before_the_first_slot_came_back()
    {
        var scene = new SchedulerScene(new QueueLimits { Capacity = 1 }, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");
        scene.Pass(TimeSpan.FromSeconds(7));

        Assert.Equal(7000, Refusal(scene.Ask("c")).RetryAfterMs);
    }

    [Fact]
    public void Retry_after_forgets_the_hours_in_which_nothing_waited()
    {
        var scene = new SchedulerScene(new QueueLimits { Capacity = 1 }, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Release("a");
        scene.Pass(TimeSpan.FromHours(8));
        scene.Ask("b");
        scene.Ask("c");
        scene.Pass(TimeSpan.FromSeconds(2));
        scene.Release("b");
        scene.Ask("d");

        Assert.Equal(2000, Refusal(scene.Ask("e")).RetryAfterMs);
    }

    [Fact]
    public void A_model_that_no_node_serves_is_not_available()
    {
        var scene = new SchedulerScene();

        Assert.Equal(ErrorCode.ModelNotAvailable, Refusal(scene.Ask("a")).Code);
    }

    [Fact]
    public void A_model_whose_pools_are_not_ready_is_unready()
    {
        var scene = new SchedulerScene(Report("p1"));
        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();

        // One answer that did not come may come yet.
        Assert.IsType<SlotAnswer.Queued>(scene.Ask("a"));
        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();
        Assert.Equal(ErrorCode.PoolUnready, Refusal(scene.Ask("b")).Code);
    }

    [Fact]
    public void A_task_waits_for_a_node_that_is_only_suspect_and_starts_with_its_next_heartbeat()
    {
        var scene = new SchedulerScene(Report("p1"));
        scene.Fleet.Pass(scene.Fleet.Limits.HeartbeatInterval * 2);
        scene.Refresh();

        Assert.IsType<SlotAnswer.Queued>(scene.Ask("a"));
        scene.Fleet.Heartbeat("n1", Report("p1"));
        scene.Refresh();
        Assert.True(scene.Holds("a"));

        scene.Fleet.Pass(scene.Fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));
        scene.Refresh();
        Assert.Equal(ErrorCode.PoolUnready, Refusal(scene.Ask("b")).Code);
    }

    [Fact]
    public void An_answer_longer_than_any_context_is_refused_and_one_of_just_its_size_is_not()
    {
        var scene = new SchedulerScene(
            Report("p1") with { ContextTokens = 100 }, Report("p2") with { ContextTokens = 200 });

        Assert.Equal(ErrorCode.InvalidParams, Refusal(scene.Ask("a", context: 201)).Code);
        Assert.IsType<SlotAnswer.Granted>(scene.Ask("b", context: 200));
    }

    [Fact]
    public void An_older_snapshot_does_not_replace_a_newer_one()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        FleetSnapshot old = scene.Fleet.Snapshot;
        scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        scene.Refresh();

        scene.Scheduler.FleetChanged(old, scene.Now, new SlotNews());

        Assert.Equal(ErrorCode.ModelNotAvailable, Refusal(scene.Ask("a")).Code);
    }

    private static SlotAnswer.Refused Refusal(SlotAnswer answer) => Assert.IsType<SlotAnswer.Refused>(answer);
}
