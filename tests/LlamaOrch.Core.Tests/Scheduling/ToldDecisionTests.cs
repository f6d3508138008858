using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

/// <summary>A request that wants to know is told with its slot why it got this one.</summary>
public sealed class ToldDecisionTests
{
    private readonly SchedulerScene scene = new(
        [.. Enumerable.Range(0, 20).Select(number => Report($"p{number:00}", slots: 1))]);

    [Fact]
    public void It_is_that_of_the_slot_in_brief()
    {
        SlotAnswer.Granted granted = Ask("curious", wantsDecision: true);

        PlacementDecision told = granted.Decision!;
        PlacementDecision kept = scene.Scheduler.Explain(new TaskId("curious"), scene.Now)!;
        Assert.Equal(granted.Lease.PoolId, told.PoolId);
        Assert.Equal((kept.Reason, kept.Strategy, 20), (told.Reason, told.Strategy, told.PoolsTotal));
        Assert.Equal(
            kept.Candidates.Take(8).Select(pool => (pool.PoolId, pool.Score)),
            told.Candidates.Select(pool => (pool.PoolId, pool.Score)));
        Assert.All(told.Candidates, pool => Assert.Null(pool.Scores));
    }

    [Fact]
    public void Others_are_not_told() => Assert.Null(Ask("content", wantsDecision: false).Decision);

    private SlotAnswer.Granted Ask(string task, bool wantsDecision) => Assert.IsType<SlotAnswer.Granted>(
        scene.Ask(new SlotRequest
        {
            TaskId = new TaskId(task),
            ModelId = new ModelId(Model),
            WantsDecision = wantsDecision,
        }));
}
