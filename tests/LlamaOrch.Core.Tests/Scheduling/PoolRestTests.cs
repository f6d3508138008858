using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

/// <summary>Pools that fail: how long they are left alone, and where their tasks go.</summary>
public sealed class PoolRestTests
{
    private static readonly PoolRestLimits Exact = new() { Jitter = 0 };

    private readonly SchedulerScene scene = Scene(bad: 4, good: 4);

    [Fact]
    public void A_pool_that_failed_gets_no_work_until_its_pause_is_over()
    {
        scene.Ask(Pinned("a", "bad"));
        Assert.Equal("good", PoolOf(scene.Fail("a")));

        scene.Ask("b");
        scene.Ask("c");
        Assert.Equal(["good", "good"], [Pool("b"), Pool("c")]);

        scene.Pass(Exact.First);
        scene.Ask("d");
        Assert.Equal("bad", Pool("d"));
    }

    [Fact]
    public void A_pool_whose_pause_is_over_is_tried_with_one_request_at_a_time()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");
        scene.Pass(Exact.First);

        scene.Ask("trial");
        scene.Ask("next");
        Assert.Equal(("bad", "good"), (Pool("trial"), Pool("next")));
        Assert.True(scene.Lease("trial").IsTrial);

        scene.Tell(scene.Lease("trial"), SlotUse.Served);
        scene.Ask("after");
        Assert.Equal("bad", Pool("after"));
        Assert.False(scene.Lease("after").IsTrial);
        Assert.Equal([1, 0], scene.Rests.Select(rest => rest.Failures));
    }

    [Fact]
    public void A_trial_that_nobody_waits_for_any_more_makes_room_for_another()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");
        scene.Pass(Exact.First);
        scene.Ask("leaves");

        scene.Release("leaves");
        scene.Ask("another");

        Assert.True(scene.Lease("another").IsTrial);
    }

    [Fact]
    public void Each_failure_in_a_row_doubles_the_pause_up_to_a_bound()
    {
        var pauses = new List<double>();
        for (int failure = 0; failure < 9; failure++)
        {
            scene.Ask(Pinned($"t{failure}", "bad"));
            Assert.Equal("bad", Pool($"t{failure}"));
            scene.Fail($"t{failure}");
            pauses.Add((scene.Rests[^1].Until!.Value - scene.Now).TotalSeconds);
            scene.Pass(scene.Rests[^1].Until!.Value - scene.Now);
        }

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], pauses);
    }

    [Fact]
    public void An_engine_that_says_when_to_come_back_is_left_alone_for_as_long_up_to_the_bound()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a", restMin: TimeSpan.FromSeconds(7));
        Assert.Equal(scene.Now + TimeSpan.FromSeconds(7), scene.Rests[^1].Until);

        scene.Pass(TimeSpan.FromSeconds(7));
        scene.Ask(Pinned("b", "bad"));
        scene.Fail("b", restMin: TimeSpan.FromDays(1));
        Assert.Equal(scene.Now + Exact.Max, scene.Rests[^1].Until);
    }

    [Fact]
    public void Requests_that_fail_together_count_once()
    {
        string[] tasks = ["a", "b", "c", "d"];
        foreach (string task in tasks)
            scene.Ask(Pinned(task, "bad"));

        foreach (string task in tasks)
            scene.Fail(task);

        Assert.Equal(1, Assert.Single(scene.Rests).Failures);
    }

    [Fact]
    public void An_old_request_that_ends_well_says_nothing_of_a_pool_that_failed_since()
    {
        scene.Ask(Pinned("old", "bad"));
        scene.Ask(Pinned("new", "bad"));
        scene.Fail("new");

        scene.Serve("old");

        scene.Ask("next");
        Assert.Equal("good", Pool("next"));
    }

    [Fact]
    public void A_task_waits_for_a_busy_pool_instead_of_going_back_to_the_one_that_failed_it()
    {
        SchedulerScene busy = Scene(bad: 4, good: 1);
        busy.Ask(Pinned("holder", "good"));
        busy.Ask(Pinned("a", "bad"));

        Assert.IsType<SlotAnswer.Queued>(busy.Fail("a", mayRepeat: true));
        busy.Pass(Exact.Max);
        busy.Expire();
        Assert.False(busy.Holds("a"));

        busy.Serve("holder");
        Assert.Equal("good", busy.Lease("a").PoolId.Value);
    }

    [Fact]
    public void A_queue_outlives_a_pool_that_fails_at_once_while_another_is_busy()
    {
        SchedulerScene busy = Scene(bad: 4, good: 1);
        busy.Ask(Pinned("holder", "good"));
        for (int task = 0; task < 60; task++)
            busy.Ask($"t{task}");
        int failed = 0;
        for (int second = 0; second < 10; second++)
        {
            foreach (string task in busy.Order.Where(busy.Holds).Where(t => busy.Lease(t).PoolId.Value == "bad"))
                failed += busy.Fail(task) is SlotAnswer.Refused ? 1 : 0;
            busy.Pass(TimeSpan.FromSeconds(1));
            busy.Expire();
        }

        Assert.Equal(0, failed);
        Assert.Empty(busy.Dropped);
        Assert.InRange(busy.Rests[^1].Failures, 2, 8);
    }

    [Fact]
    public void The_only_pool_pauses_shortly_and_its_task_is_refused_at_once()
    {
        var alone = new SchedulerScene(new QueueLimits { Rest = Exact }, Report("p1", slots: 2));
        alone.Ask("a");

        SlotAnswer.Refused refused = Assert.IsType<SlotAnswer.Refused>(alone.Fail("a"));

        Assert.Equal(ErrorCode.PoolUnavailable, refused.Code);
        Assert.IsType<SlotAnswer.Queued>(alone.Ask("b"));
        Assert.IsType<SlotAnswer.Queued>(alone.Ask("c"));
        alone.Pass(Exact.First);
        alone.Expire();
        Assert.Equal(2, alone.Scheduler.Leased);
    }

    [Fact]
    public void The_only_pool_gets_all_work_again_once_its_pauses_are_long()
    {
        var alone = new SchedulerScene(new QueueLimits { Rest = Exact }, Report("p1", slots: 2));
        for (int failure = 0; failure < 5; failure++)
        {
            alone.Ask($"t{failure}");
            alone.Fail($"t{failure}");
            if (failure < 4)
                alone.Pass(alone.Rests[^1].Until!.Value - alone.Now);
        }

        Assert.True(alone.Rests[^1].Until - alone.Now > Exact.WorthWaiting);
        alone.Ask("next");
        Assert.True(alone.Holds("next"));
    }

    [Fact]
    public void A_task_that_may_goes_back_to_the_only_pool_after_its_pause()
    {
        var alone = new SchedulerScene(new QueueLimits { Rest = Exact }, Report("p1", slots: 2));
        alone.Ask("a");

        Assert.IsType<SlotAnswer.Queued>(alone.Fail("a", mayRepeat: true));
        Assert.Equal(alone.Now + Exact.First, alone.Scheduler.NextExpiry);
        alone.Pass(Exact.First);
        alone.Expire();

        Assert.True(alone.Holds("a"));
    }

    [Fact]
    public void A_task_that_failed_elsewhere_waits_for_a_short_pause()
    {
        SchedulerScene both = Scene(bad: 4, good: 4);
        both.Ask(Pinned("a", "good"));
        both.Ask(Pinned("b", "bad"));
        both.Fail("b", avoid: ["bad"]);
        Assert.Equal("good", both.Lease("b").PoolId.Value);

        Assert.IsType<SlotAnswer.Queued>(both.Fail("a"));
        both.Pass(Exact.First);
        both.Expire();
        Assert.Equal("bad", both.Lease("a").PoolId.Value);
    }

    [Fact]
    public void A_task_that_failed_elsewhere_disturbs_a_long_pause()
    {
        scene.Ask(Pinned("b", "bad"));
        scene.Fail("b", restMin: Exact.Max);
        scene.Ask("a");
        Assert.Equal("good", Pool("a"));

        Assert.Equal("bad", PoolOf(scene.Fail("a")));
    }

    [Fact]
    public void A_task_that_waits_for_a_pause_is_refused_when_it_has_become_too_long()
    {
        scene.Ask(Pinned("a", "bad"));
        Assert.IsType<SlotAnswer.Queued>(
            scene.Fail(Pinned("a", "bad") with { Avoid = [new PoolId("bad")], MayRepeat = true }));
        scene.Ask(Pinned("b", "bad"));

        scene.Fail("b", restMin: Exact.Max);

        Assert.Equal("a", Assert.Single(scene.Dropped).TaskId.Value);
    }

    [Fact]
    public void A_task_that_suits_only_a_resting_pool_gets_it_all_the_same()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");

        scene.Ask(Pinned("b", "bad"));

        Assert.Equal("bad", Pool("b"));
        PlacementDecision why = scene.Scheduler.Explain(new TaskId("b"), scene.Now)!;
        Assert.DoesNotContain("resting", why.Rejected.Keys);
    }

    [Fact]
    public void A_decision_says_that_a_pool_rests_and_that_it_failed_the_task()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");
        scene.Ask("b");

        PlacementDecision moved = scene.Scheduler.Explain(new TaskId("a"), scene.Now)!;
        PlacementDecision placed = scene.Scheduler.Explain(new TaskId("b"), scene.Now)!;

        Assert.Equal([new PoolId("bad")], moved.FailedPools);
        Assert.Equal(1, placed.Rejected["resting"]);
        Assert.Equal("resting", placed.Candidates.Single(pool => pool.PoolId.Value == "bad").RejectedBy);
    }

    [Fact]
    public void A_failure_that_may_be_the_requests_counts_when_another_pool_has_answered_it()
    {
        scene.Ask(Pinned("a", "bad"));
        SlotLease doubtful = scene.Lease("a");
        scene.Move("a", "bad");
        Assert.Empty(scene.Rests);

        scene.Tell(doubtful, SlotUse.Failed);

        scene.Ask("b");
        Assert.Equal("good", Pool("b"));
    }

    [Fact]
    public void A_clock_that_was_set_back_ends_a_pause()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");

        scene.Pass(-TimeSpan.FromHours(1));
        scene.Ask("b");

        Assert.Equal("bad", Pool("b"));
    }

    [Fact]
    public void A_pool_that_leaves_is_forgotten_with_its_failures()
    {
        scene.Ask(Pinned("a", "bad"));
        scene.Fail("a");
        Assert.Equal(1, scene.Scheduler.RestsKnown);

        scene.Fleet.Serve("n1", Report("good", slots: 4));
        scene.Refresh();

        Assert.Equal(0, scene.Scheduler.RestsKnown);
    }

    [Theory]
    [InlineData(0ul)]
    [InlineData(ulong.MaxValue / 2)]
    [InlineData(ulong.MaxValue)]
    public void Chance_changes_a_pause_by_a_fifth_at_most(ulong draw)
    {
        var limits = new PoolRestLimits();

        Assert.InRange(limits.Pause(1, null, draw).TotalMilliseconds, 400, 600);
        Assert.InRange(limits.Pause(int.MaxValue, null, draw).TotalSeconds, 24, 36);
    }

    private static SchedulerScene Scene(int bad, int good) => new(
        new QueueLimits { Rest = Exact }, Report("bad", slots: bad), Report("good", slots: good));

    private static SlotRequest Pinned(string task, string pool) => new()
    {
        TaskId = new TaskId(task),
        ModelId = new ModelId(Model),
        Preferences = new PlacementPreferences(new PoolId(pool), [], [], null, AllowFallback: false),
    };

    private string Pool(string task) => scene.Lease(task).PoolId.Value;

    private static string PoolOf(SlotAnswer answer) => ((SlotAnswer.Granted)answer).Lease.PoolId.Value;
}
