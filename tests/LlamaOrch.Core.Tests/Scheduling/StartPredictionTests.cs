using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class StartPredictionTests
{
    [Fact]
    public void Nothing_is_predicted_before_enough_has_been_seen()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("t0");
        for (int index = 1; index < ServiceTimes.Enough; index++)
            Serve(scene, index);
        Assert.Null(Wait(scene, "early"));

        Serve(scene, ServiceTimes.Enough);

        Assert.NotNull(Wait(scene, "later"));
    }

    [Fact]
    public void Nothing_is_predicted_while_no_pool_takes_work()
    {
        SchedulerScene scene = Steady();
        scene.Ask("waits");
        scene.Fleet.PollFails("n1", "p1");
        scene.Refresh();

        Assert.Null(scene.Look("waits")!.Start);
    }

    [Fact]
    public void Equal_times_on_one_slot_give_half_of_one_for_the_next_and_a_whole_one_for_each_in_front()
    {
        SchedulerScene scene = Steady();

        Assert.Equal(2000, Wait(scene, "next"));
        Assert.Equal(6000, Wait(scene, "second"));
        Assert.Equal(10_000, Wait(scene, "third"));
    }

    [Fact]
    public void More_slots_bring_the_start_nearer_at_once()
    {
        SchedulerScene scene = Steady();
        scene.Ask("a");
        scene.Ask("b");
        scene.Ask("c");
        double before = scene.Look("c")!.Start!.Wait.TotalMilliseconds;

        // One more goes to the first at once.
        scene.Fleet.Poll("n1", Report("p1", slots: 2));
        scene.Refresh();

        Assert.True(scene.Holds("a"));
        Assert.InRange(scene.Look("c")!.Start!.Wait.TotalMilliseconds, 1, before / 2);
    }

    [Fact]
    public void Confidence_falls_as_times_vary_and_is_a_probability()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("t0");
        for (int index = 1; index <= 40; index++)
            Serve(scene, index, seconds: index % 4 == 0 ? 20 : 1);
        Wait(scene, "a");
        StartPrediction varied = scene.Look("a")!.Start!;
        SchedulerScene steady = Steady();
        for (int index = 0; index < 9; index++)
            Wait(steady, $"w{index}");

        StartPrediction even = steady.Look("w8")!.Start!;
        Assert.InRange(varied.Confidence, 0.01, 0.5);
        Assert.InRange(even.Confidence, 0.9, 1);
    }

    [Fact]
    public void A_deadline_is_met_the_likelier_the_later_it_is()
    {
        SchedulerScene scene = Steady();
        scene.AskBy("tight", TimeSpan.FromSeconds(4.5));
        scene.AskBy("wide", TimeSpan.FromSeconds(60));

        Assert.InRange(scene.Look("tight")!.OnTimeProbability!.Value, 0.001, 0.5);
        Assert.InRange(scene.Look("wide")!.OnTimeProbability!.Value, 0.99, 1);
        scene.Ask("none");
        Assert.Null(scene.Look("none")!.OnTimeProbability);
    }

    /// <summary>One slot, held for 4 s each time, and held now.</summary>
    private static SchedulerScene Steady()
    {
        var scene = new SchedulerScene(Report("p1", slots: 1));
        scene.Ask("t0");
        for (int index = 1; index <= 10; index++)
            Serve(scene, index);
        return scene;
    }

    private static void Serve(SchedulerScene scene, int index, int seconds = 4)
    {
        scene.Pass(TimeSpan.FromSeconds(seconds));
        scene.Release($"t{index - 1}");
        scene.Ask($"t{index}");
    }

    private static double? Wait(SchedulerScene scene, string task) =>
        ((SlotAnswer.Queued)scene.Ask(task)).Outlook.Start?.Wait.TotalMilliseconds;
}
