using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class RetiredModelTests
{
    private readonly SchedulerScene scene = new(Report("p1", slots: 1), Report("p2", slots: 1));

    [Fact]
    public void A_retired_model_takes_no_new_task_though_a_slot_is_free()
    {
        Become(ModelState.Retired);

        SlotAnswer.Refused refusal = Assert.IsType<SlotAnswer.Refused>(scene.Ask("new"));
        Assert.Equal(ErrorCode.ModelNotAvailable, refusal.Code);
        Assert.Contains("retired", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_active_one_takes_tasks_again()
    {
        Become(ModelState.Retired);
        Become(ModelState.Active);

        Assert.IsType<SlotAnswer.Granted>(scene.Ask("new"));
    }

    [Fact]
    public void Who_was_taken_before_keeps_its_promise_whether_it_waits_moves_or_comes_back()
    {
        foreach (string task in (string[])["runs", "moves", "waits"])
            scene.Ask(task);
        Become(ModelState.Retired);

        Assert.IsType<SlotAnswer.Queued>(scene.Restore("restored"));
        scene.Release("runs");
        Assert.True(scene.Holds("waits"));
        Assert.IsType<SlotAnswer.Granted>(scene.Move("moves"));
        scene.Release("waits");
        Assert.True(scene.Holds("restored"));
    }

    private void Become(ModelState state)
    {
        scene.Fleet.SetModel(state);
        scene.Refresh();
    }
}
