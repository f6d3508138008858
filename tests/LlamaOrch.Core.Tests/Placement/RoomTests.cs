using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Placement;

/// <summary>Prompts that must fit, and answers that are wished for.</summary>
public sealed class RoomTests
{
    private const int Small = 1_000;
    private const int Large = 8_000;

    private readonly SchedulerScene scene = new(Pool("a-small", Small, 1), Pool("b-large", Large, 1));

    [Theory]
    [InlineData(0, 0, "a-small")]
    [InlineData(400, 900, "a-small")]
    [InlineData(400, 901, "b-large")]
    [InlineData(400, 7_900, "b-large")]
    [InlineData(400, 32_000, "a-small")]
    [InlineData(20_000, 0, "b-large")]
    [InlineData(20_000, 32_000, "b-large")]
    public void A_pool_with_room_for_prompt_and_answer_goes_first(int promptBytes, int answerTokens, string pool) =>
        Assert.Equal(pool, PoolOf(scene.Ask(Request("task", promptBytes, answerTokens))));

    [Fact]
    public void A_wish_never_waits_for_a_larger_pool_and_is_never_refused()
    {
        Assert.Equal("b-large", PoolOf(scene.Ask(Request("a", 400, 2_000))));
        Assert.Equal("a-small", PoolOf(scene.Ask(Request("b", 400, 2_000))));
        Assert.IsType<SlotAnswer.Queued>(scene.Ask(Request("c", 400, 1_000_000)));
    }

    [Fact]
    public void A_prompt_waits_for_the_pool_that_it_is_likely_to_fit()
    {
        scene.Ask(Request("a", 400, 2_000));

        Assert.IsType<SlotAnswer.Queued>(scene.Ask(Request("long", Small * 5, 0)));
        scene.Release("a");

        Assert.Equal("b-large", scene.Lease("long").PoolId.Value);
    }

    [Fact]
    public void A_prompt_that_may_not_fit_anywhere_goes_to_the_largest_pool()
    {
        Assert.Equal("b-large", PoolOf(scene.Ask(Request("long", Large * 40, 0))));
    }

    [Fact]
    public void A_prompt_that_can_not_fit_is_refused_by_its_own_name()
    {
        var refused = Assert.IsType<SlotAnswer.Refused>(scene.Ask(Request("long", (Large + 1) * 256, 0)));

        Assert.Equal((ErrorCode.InvalidParams, "prompt"), (refused.Code, refused.Field));
    }

    [Fact]
    public void A_prompt_goes_where_it_is_pinned_whatever_its_size()
    {
        SlotRequest pinned = Request("long", Small * 5, 0) with
        {
            Preferences = new PlacementPreferences(new PoolId("a-small"), [], [], null, AllowFallback: false),
        };

        Assert.Equal("a-small", PoolOf(scene.Ask(pinned)));
    }

    [Fact]
    public void A_prompt_that_failed_on_the_large_pool_may_try_the_small_one()
    {
        SlotRequest moved = Request("long", Small * 5, 0) with { Avoid = [new PoolId("b-large")] };

        Assert.Equal("a-small", PoolOf(scene.Ask(moved)));
    }

    [Fact]
    public void A_pool_whose_context_is_unknown_has_room()
    {
        var unknown = new SchedulerScene(Pool("unknown", 0, 1));

        Assert.Equal("unknown", PoolOf(unknown.Ask(Request("long", int.MaxValue, int.MaxValue))));
    }

    private static PoolReport Pool(string id, int context, int slots) =>
        Report(id, slots: slots) with { ContextTokens = context };

    private static SlotRequest Request(string task, int promptBytes, int answerTokens) => new()
    {
        TaskId = new TaskId(task),
        ModelId = new ModelId(Model),
        PromptBytes = promptBytes,
        AnswerTokens = answerTokens,
    };

    private static string? PoolOf(SlotAnswer answer) => (answer as SlotAnswer.Granted)?.Lease.PoolId.Value;
}
