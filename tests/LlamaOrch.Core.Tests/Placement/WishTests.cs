using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement;

/// <summary>Pin, prefer, avoid, and pools that the task has failed on.</summary>
public sealed class WishTests
{
    private readonly PlacementScene scene = new(
        Report("a", slots: 1), Report("b", slots: 2), Report("c", slots: 2) with { DeviceMask = "0" });

    [Fact]
    public void A_pinned_pool_is_used_however_full_it_is()
    {
        scene.Grant(Wanting(Wants(pin: "b")));

        Assert.Equal("b", scene.Choose(Wanting(Wants(pin: "b", fallback: false))));
    }

    [Fact]
    public void A_pin_to_a_full_pool_waits_or_falls_back_as_the_task_says()
    {
        scene.Grant(Wanting(Wants(pin: "a")));

        Assert.Null(scene.Choose(Wanting(Wants(pin: "a", fallback: false))));
        Assert.Equal("b", scene.Choose(Wanting(Wants(pin: "a", fallback: true))));
    }

    [Fact]
    public void Preferred_pools_go_before_others_and_compete_among_themselves()
    {
        Assert.Equal("a", scene.Grant(Wanting(Wants(prefer: ["c", "a"]))));
        Assert.Equal("c", scene.Grant(Wanting(Wants(prefer: ["a", "c"]))));
        Assert.Equal("c", scene.Grant(Wanting(Wants(prefer: ["a", "c"]))));
        Assert.Null(scene.Choose(Wanting(Wants(prefer: ["a", "c"], fallback: false))));
        Assert.Equal("b", scene.Choose(Wanting(Wants(prefer: ["a", "c"]))));
    }

    [Fact]
    public void An_avoided_pool_is_never_used()
    {
        Assert.Equal("c", scene.Choose(Wanting(Wants(avoid: ["a", "b"]))));
        Assert.Null(scene.Choose(Wanting(Wants(avoid: ["a", "b", "c"]))));
        Assert.Null(scene.Choose(Wanting(Wants(pin: "a", avoid: ["a"], fallback: false))));
    }

    [Fact]
    public void Devices_and_engine_are_as_the_task_wants()
    {
        Assert.Equal("c", scene.Choose(Wanting(Wants(devices: "0"))));
        Assert.Null(scene.Choose(Wanting(Wants(devices: "1"))));
        Assert.Null(scene.Choose(Wish() with { Engine = "vllm" }));
    }

    [Fact]
    public void A_pool_that_the_task_failed_on_is_used_only_when_there_is_no_other()
    {
        Assert.Equal("c", scene.Choose(Wish() with { Failed = Named("a", "b") }));
        Assert.Equal("a", scene.Choose(Wish() with { Failed = Named("a", "b", "c") }));
        Assert.Equal(
            "b", scene.Choose(Wanting(Wants(pin: "b", fallback: false)) with { Failed = Named("b") }));
        Assert.Equal("a", scene.Choose(Wanting(Wants(prefer: ["b"])) with { Failed = Named("b") }));
    }

    [Fact]
    public void Who_is_left_out_for_one_task_is_there_for_the_next()
    {
        scene.Choose(Wanting(Wants(avoid: ["a", "b", "c"])));

        Assert.Equal("a", scene.Choose());
    }

    private static PlacementRequest Wanting(PlacementPreferences preferences) =>
        Wish() with { Preferences = preferences };
}
