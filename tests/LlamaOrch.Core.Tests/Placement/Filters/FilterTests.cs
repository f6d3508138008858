using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Filters;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement.Filters;

public sealed class FilterTests
{
    [Fact]
    public void Online_leaves_out_a_node_that_is_suspect()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new OnlineFilter().Admits(Candidate(fleet), Wish()));

        fleet.Pass(fleet.Limits.HeartbeatInterval * 2);

        Assert.False(new OnlineFilter().Admits(Candidate(fleet), Wish()));
    }

    [Fact]
    public void Ready_leaves_out_a_pool_that_did_not_answer_or_is_not_ready()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new ReadyFilter().Admits(Candidate(fleet), Wish()));

        fleet.Poll("n1", Report("p") with { Ready = false });
        Assert.False(new ReadyFilter().Admits(Candidate(fleet), Wish()));
        fleet.Poll("n1", Report("p"));
        fleet.PollFails("n1", "p");
        Assert.False(new ReadyFilter().Admits(Candidate(fleet), Wish()));
    }

    [Fact]
    public void Draining_leaves_out_a_pool_that_drains_itself_or_with_its_node()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p"));
        Assert.True(new DrainingFilter().Admits(Candidate(fleet), Wish()));

        fleet.Poll("n1", Report("p") with { Draining = true });
        Assert.False(new DrainingFilter().Admits(Candidate(fleet), Wish()));
        fleet.Poll("n1", Report("p"));
        fleet.Happens(new FleetEvent.DrainRequested(new NodeId("n1")));
        Assert.False(new DrainingFilter().Admits(Candidate(fleet), Wish()));
    }

    [Theory]
    [InlineData(3, 0, true)]
    [InlineData(4, 0, false)]
    [InlineData(2, 1, true)]
    [InlineData(2, 2, false)]
    public void Free_slot_counts_what_is_lent_here_and_what_is_held_elsewhere(int lent, int elsewhere, bool admitted)
    {
        LeaseId[] foreign = [.. Enumerable.Range(0, elsewhere).Select(index => new LeaseId($"by-hand-{index}"))];
        FleetScene fleet = new FleetScene().Serve("n1", Report("p", slots: 4) with { ActiveLeases = foreign });

        Assert.Equal(admitted, new FreeSlotFilter().Admits(Candidate(fleet, lent), Wish()));
    }

    [Theory]
    [InlineData(0, 1_000_000, true)]
    [InlineData(100, 100, true)]
    [InlineData(100, 101, false)]
    public void Context_admits_what_fits_and_all_while_it_is_unknown(int context, int wanted, bool admitted)
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p") with { ContextTokens = context });

        Assert.Equal(
            admitted, new ContextFilter().Admits(Candidate(fleet), Wish() with { ContextTokens = wanted }));
    }

    [Fact]
    public void Model_leaves_out_a_pool_that_serves_another_one()
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.True(new ModelFilter().Admits(candidate, Wish()));
        Assert.False(new ModelFilter().Admits(candidate, Wish() with { Model = new ModelId("other") }));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(EngineKinds.LlamaCpp, true)]
    [InlineData(EngineKinds.Vllm, false)]
    public void Engine_admits_the_kind_that_the_task_wants(string? wanted, bool admitted)
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.Equal(admitted, new EngineFilter().Admits(candidate, Wish() with { Engine = wanted }));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("0,1", true)]
    [InlineData("0", false)]
    public void Device_mask_admits_the_devices_that_the_task_wants(string? wanted, bool admitted)
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p") with { DeviceMask = "0,1" }));

        Assert.Equal(
            admitted, new DeviceMaskFilter().Admits(candidate, Wish() with { Preferences = Wants(devices: wanted) }));
    }

    [Theory]
    [InlineData(0, 16, 0, true)]
    [InlineData(1, 16, 0, false)]
    [InlineData(4, 16, 4, true)]
    [InlineData(5, 16, 4, false)]
    [InlineData(1, 0, 0, true)]
    public void Vram_leaves_out_devices_with_less_free_than_the_policy_demands(
        long min, long total, long free, bool admitted)
    {
        FleetScene fleet = new FleetScene().Serve(
            "n1", Report("p") with { VramTotalBytes = total, VramFreeBytes = free });

        Assert.Equal(admitted, new VramFilter(min).Admits(Candidate(fleet), Wish()));
    }

    [Fact]
    public void Pin_leaves_out_all_others_unless_the_task_may_fall_back()
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.True(Admits(new PinFilter(), candidate, Wants(pin: "p", fallback: false)));
        Assert.True(Admits(new PinFilter(), candidate, Wants(pin: "other", fallback: true)));
        Assert.False(Admits(new PinFilter(), candidate, Wants(pin: "other", fallback: false)));
    }

    [Fact]
    public void Prefer_leaves_out_all_others_only_when_the_task_may_not_fall_back()
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.True(Admits(new PreferFilter(), candidate, Wants(prefer: ["other", "p"], fallback: false)));
        Assert.True(Admits(new PreferFilter(), candidate, Wants(prefer: ["other"], fallback: true)));
        Assert.True(Admits(new PreferFilter(), candidate, Wants(pin: "p", prefer: ["other"], fallback: false)));
        Assert.False(Admits(new PreferFilter(), candidate, Wants(prefer: ["other"], fallback: false)));
    }

    [Fact]
    public void Avoid_leaves_out_the_pools_named()
    {
        PoolCandidate candidate = Candidate(new FleetScene().Serve("n1", Report("p")));

        Assert.True(Admits(new AvoidFilter(), candidate, Wants(avoid: ["other"])));
        Assert.False(Admits(new AvoidFilter(), candidate, Wants(avoid: ["other", "p"])));
    }

    private static bool Admits(IPlacementFilter filter, PoolCandidate candidate, PlacementPreferences wants) =>
        filter.Admits(candidate, Wish() with { Preferences = wants });

    private static PoolCandidate Candidate(FleetScene fleet, int lent = 0) =>
        new(Assert.Single(fleet.Snapshot.Pools), lent, 0);
}
