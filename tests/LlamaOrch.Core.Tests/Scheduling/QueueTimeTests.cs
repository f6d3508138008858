using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

/// <summary>How long a task may wait, and until when it must have ended.</summary>
public sealed class QueueTimeTests
{
    private static readonly QueueLimits Minute = new() { WaitMax = TimeSpan.FromMinutes(1) };

    [Fact]
    public void A_task_waits_for_exactly_as_long_as_it_may()
    {
        var scene = new SchedulerScene(Minute, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");
        Assert.Equal(scene.Now + Minute.WaitMax, scene.Scheduler.NextExpiry);

        scene.Pass(Minute.WaitMax - TimeSpan.FromTicks(1));
        scene.Expire();
        Assert.Empty(scene.Dropped);

        scene.Pass(TimeSpan.FromTicks(1));
        scene.Expire();
        SlotDrop dropped = Assert.Single(scene.Dropped);
        Assert.Equal(("b", ErrorCode.DecodeTimeout), (dropped.TaskId.Value, dropped.Why.Code));
        Assert.Null(scene.Scheduler.NextExpiry);
    }

    [Fact]
    public void A_slot_that_comes_after_the_time_goes_to_the_next_however_late_the_timer_is()
    {
        var scene = new SchedulerScene(Minute, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("late");
        scene.Pass(TimeSpan.FromSeconds(40));
        scene.Ask("next");
        scene.Pass(TimeSpan.FromSeconds(40));

        scene.Release("a");

        Assert.Equal(["a", "next"], scene.Order);
        Assert.Equal("late", Assert.Single(scene.Dropped).TaskId.Value);
    }

    [Fact]
    public void What_a_task_waited_before_a_slot_that_failed_counts()
    {
        var scene = new SchedulerScene(Minute, Report("p1", slots: 1));
        scene.Ask("a");
        scene.Ask("b");
        scene.Pass(TimeSpan.FromSeconds(40));
        scene.Release("a");
        // The time on the slot is not time in the queue.
        scene.Pass(TimeSpan.FromMinutes(5));
        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();
        Assert.IsType<SlotAnswer.Queued>(scene.Move("b"));

        scene.Pass(TimeSpan.FromSeconds(19));
        scene.Expire();
        Assert.Empty(scene.Dropped);
        scene.Pass(TimeSpan.FromSeconds(1));
        scene.Expire();
        Assert.Single(scene.Dropped);
    }

    [Fact]
    public void A_task_whose_deadline_passes_while_it_waits_takes_no_slot()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("a");
        scene.AskBy("b", TimeSpan.FromSeconds(5));
        scene.Ask("c");
        scene.Pass(TimeSpan.FromSeconds(5));

        scene.Release("a");

        Assert.Equal(["a", "c"], scene.Order);
        Assert.Equal(ErrorCode.DecodeTimeout, Assert.Single(scene.Dropped).Why.Code);
    }

    [Fact]
    public void A_task_that_moves_after_its_deadline_is_refused()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        var request = new SlotRequest
        {
            TaskId = new TaskId("a"),
            ModelId = new ModelId(Model),
            Deadline = scene.Now + TimeSpan.FromSeconds(5),
        };
        scene.Ask(request);
        scene.Pass(TimeSpan.FromSeconds(5));
        var news = new SlotNews();

        SlotAnswer answer = scene.Scheduler.Move(scene.Lease("a"), request, scene.Now, news);

        Assert.Equal(ErrorCode.DecodeTimeout, Assert.IsType<SlotAnswer.Refused>(answer).Code);
        Assert.True(news.IsEmpty);
        Assert.Equal((0, 0), (scene.Scheduler.Waiting, scene.Scheduler.Leased));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_deadline_that_has_passed_is_refused_though_a_slot_is_free(int seconds)
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));

        SlotAnswer answer = scene.AskBy("a", TimeSpan.FromSeconds(seconds));

        Assert.Equal(ErrorCode.DecodeTimeout, Assert.IsType<SlotAnswer.Refused>(answer).Code);
        Assert.Equal(0, scene.Scheduler.Leased);
    }

    [Fact]
    public void A_task_that_can_not_start_by_its_deadline_is_refused_and_one_that_can_is_taken()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("t0");
        for (int index = 1; index <= 10; index++)
        {
            scene.Pass(TimeSpan.FromSeconds(10));
            scene.Release($"t{index - 1}");
            scene.Ask($"t{index}");
        }

        for (int index = 0; index < 5; index++)
            scene.Ask($"w{index}");

        var refused = Assert.IsType<SlotAnswer.Refused>(scene.AskBy("hopeless", TimeSpan.FromSeconds(20)));
        Assert.Equal(ErrorCode.DecodeTimeout, refused.Code);
        Assert.Contains("5 are in front", refused.Message, StringComparison.Ordinal);
        Assert.IsType<SlotAnswer.Queued>(scene.AskBy("possible", TimeSpan.FromSeconds(70)));
    }

    [Fact]
    public void Times_of_tasks_that_have_left_are_not_kept_for_ever()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("t0");
        for (int index = 1; index < 10_000; index++)
        {
            scene.Ask($"t{index}");
            scene.Release($"t{index - 1}");
        }

        Assert.InRange(scene.Scheduler.ExpiriesKnown, 0, 1100);
    }
}
