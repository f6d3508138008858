using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Pickers;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement;

public sealed class PickerTests
{
    [Fact]
    public void Least_loaded_takes_the_pool_with_the_greatest_share_of_free_slots()
    {
        var scene = new PlacementScene(Report("a", slots: 1), Report("b", slots: 4));

        Assert.Equal(["a", "b", "b", "b", "b", null], Grants(scene, 6));
    }

    [Fact]
    public void Equally_free_pools_take_turns_from_the_lowest_id_on()
    {
        var scene = new PlacementScene(Report("b"), Report("a"), Report("c"));
        var order = new List<string?>();
        for (int request = 0; request < 6; request++)
        {
            order.Add(scene.Grant());
            scene.Release(order[^1]!);
        }

        Assert.Equal(["a", "b", "c", "a", "b", "c"], order);
    }

    [Fact]
    public void Round_robin_goes_round_whatever_is_free()
    {
        var scene = new PlacementScene(
            new PlacementPolicy { Strategy = RoundRobinPicker.StrategyName },
            Report("a", slots: 2), Report("b", slots: 100));

        Assert.Equal(["a", "b", "a", "b", "b"], Grants(scene, 5));
    }

    [Fact]
    public void Random_takes_each_pool_about_as_often_and_draws_alike_from_the_same_seed()
    {
        const int draws = 3000;
        var policy = new PlacementPolicy { Strategy = RandomPicker.StrategyName };
        string?[] Draws(ulong seed)
        {
            var scene = new PlacementScene(
                policy, Report("a"), Report("b", slots: 1), Report("c") with { ContextTokens = 10 });
            var random = new RandomDraws(seed);
            return [.. Enumerable.Range(0, draws).Select(_ => scene.Choose(Wish() with { Draw = random.Next() }))];
        }

        string?[] drawn = Draws(7);

        Assert.Equal(drawn, Draws(7));
        Assert.NotEqual(drawn, Draws(8));
        foreach (string pool in (string[])["a", "b", "c"])
            Assert.InRange(drawn.Count(one => one == pool), draws / 3 * 0.9, draws / 3 * 1.1);
    }

    [Theory]
    [InlineData(0UL, 0)]
    [InlineData(ulong.MaxValue, 2)]
    [InlineData(ulong.MaxValue / 2, 1)]
    public void A_draw_falls_within_the_pools(ulong draw, int expected) =>
        Assert.Equal(expected, RandomPicker.Drawn(draw, 3));

    [Fact]
    public void A_fleet_without_a_fitting_pool_has_no_choice()
    {
        Assert.Null(new PlacementScene().Choose());
        Assert.Null(new PlacementScene(Report("a") with { Draining = true }).Choose());
    }

    private static string?[] Grants(PlacementScene scene, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => scene.Grant())];
}
