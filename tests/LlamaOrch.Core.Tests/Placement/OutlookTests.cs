using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Index;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement;

public sealed class OutlookTests
{
    private readonly PlacementScene scene = new(
        Report("a") with { ContextTokens = 100 },
        Report("b") with { ContextTokens = 200, DeviceMask = "0" },
        Report("down") with { ContextTokens = 100, Ready = false });

    public static TheoryData<string, PlacementPreferences, ErrorCode?, string?> Wishes => new()
    {
        { "nothing", Wants(), null, null },
        { "a pin", Wants(pin: "a", fallback: false), null, null },
        { "a pin to a pool that is down", Wants(pin: "down", fallback: false), ErrorCode.PoolUnready, null },
        { "a soft pin to a pool that is down", Wants(pin: "down"), null, null },
        { "a pin to nothing", Wants(pin: "x", fallback: false), ErrorCode.InvalidParams, "placement.pin" },
        { "a soft pin to nothing", Wants(pin: "x"), null, null },
        { "preferred ones, one of them up", Wants(prefer: ["down", "a"], fallback: false), null, null },
        { "preferred ones that are down", Wants(prefer: ["down", "x"], fallback: false), ErrorCode.PoolUnready, null },
        { "other devices", Wants(devices: "7"), ErrorCode.InvalidParams, "placement.device_mask" },
        { "its devices", Wants(devices: "0"), null, null },
        { "all avoided", Wants(avoid: ["a", "b", "a"]), ErrorCode.PoolUnready, null },
        { "one avoided twice", Wants(avoid: ["a", "a"]), null, null },
    };

    [Theory]
    [MemberData(nameof(Wishes), DisableDiscoveryEnumeration = true)]
    public void A_wish_is_refused_when_no_pool_will_do_soon(
        string wish, PlacementPreferences preferences, ErrorCode? code, string? field)
    {
        PlacementRefusal? refusal = Refuse(Wish() with { Preferences = preferences });

        Assert.Equal((wish, code, field), (wish, refusal?.Code, refusal?.Field));
    }

    [Theory]
    [InlineData(100, null, null, null)]
    [InlineData(200, null, null, null)]
    [InlineData(201, null, ErrorCode.InvalidParams, "ctx")]
    [InlineData(200, "0", null, null)]
    [InlineData(0, "0", null, null)]
    [InlineData(200, "cpu", ErrorCode.InvalidParams, null)]
    public void Context_and_devices_must_be_had_together(int context, string? devices, ErrorCode? code, string? field)
    {
        PlacementRefusal? refusal = Refuse(
            Wish() with { ContextTokens = context, Preferences = Wants(devices: devices) });

        Assert.Equal((code, field), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void An_engine_that_no_pool_has_is_the_requests_fault()
    {
        PlacementRefusal? refusal = Refuse(Wish() with { Engine = "vllm" });

        Assert.Equal((ErrorCode.InvalidParams, "engine"), (refusal?.Code, refusal?.Field));
    }

    [Fact]
    public void What_only_a_pool_that_is_down_has_is_worth_another_try()
    {
        var fleet = new PlacementScene(Report("a"), Report("v") with { Engine = "vllm", Ready = false });

        Assert.Equal(ErrorCode.PoolUnready, Refuse(Wish() with { Engine = "vllm" }, fleet)?.Code);
    }

    [Fact]
    public void A_model_is_not_available_when_staged_nowhere_and_unready_when_staged_but_not_up()
    {
        var nowhere = new PlacementScene(Report("p", model: "other"));
        var staged = new PlacementScene(
            Report("p", model: "other") with { ModelsAvailable = [new ModelId(Model)] });
        var down = new PlacementScene(Report("p") with { State = PoolState.Initializing, Ready = false });

        Assert.Equal(ErrorCode.ModelNotAvailable, Refuse(Wish(), nowhere)?.Code);
        Assert.Equal(ErrorCode.PoolUnready, Refuse(Wish(), staged)?.Code);
        Assert.Equal(ErrorCode.PoolUnready, Refuse(Wish(), down)?.Code);
    }

    [Fact]
    public void A_retired_model_is_not_available_whatever_is_ready()
    {
        scene.Fleet.SetModel(ModelState.Retired);

        Assert.Equal(ErrorCode.ModelNotAvailable, Refuse(Wish())?.Code);
    }

    private PlacementRefusal? Refuse(PlacementRequest request, PlacementScene? other = null) =>
        PlacementOutlook.Refuse((other ?? scene).Index, (other ?? scene).Fleet.Snapshot, request);
}
