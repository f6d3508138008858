using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

/// <summary>Which reports of a pool are news for placement, and which only for people.</summary>
public sealed class PlacementNewsTests
{
    private static readonly PoolReport Pool = Report("p") with { VramTotalBytes = 1600, VramFreeBytes = 850 };

    [Fact]
    public void Another_engine_other_devices_models_on_disk_and_memory_in_total_are_news()
    {
        Assert.True(IsNews(Pool, Pool with { DeviceMask = "1" }));
        Assert.True(IsNews(Pool, Pool with { ModelsAvailable = [new ModelId("another")] }));
        Assert.True(IsNews(Pool, Pool with { VramTotalBytes = 3200 }));
        Assert.True(IsNews(Pool, Pool with { EngineVersion = "2" }));
        Assert.False(IsNews(Pool, Pool with { LastError = "none" }));
    }

    [Theory]
    [InlineData(850, 8, false)]
    [InlineData(799, 8, false)]
    [InlineData(750, 8, false)]
    [InlineData(749, 7, true)]
    [InlineData(949, 8, false)]
    [InlineData(950, 9, true)]
    [InlineData(0, 0, true)]
    [InlineData(99_999, 16, true)]
    public void Free_memory_is_news_when_it_has_left_its_sixteenth_by_half_a_one(long free, int sixteenths, bool news)
    {
        FleetScene fleet = new FleetScene().Serve("n1", Pool);
        long before = fleet.State.Version;

        fleet.Heartbeat("n1", Pool with { VramFreeBytes = free });

        Assert.Equal(sixteenths, fleet.Snapshot.Pools[0].VramFreeSixteenths);
        Assert.Equal(news, fleet.State.Version != before);
    }

    [Fact]
    public void Memory_that_wavers_around_a_step_is_no_news()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Pool);
        long before = fleet.State.Version;
        for (int beat = 0; beat < 20; beat++)
            fleet.Heartbeat("n1", Pool with { VramFreeBytes = beat % 2 == 0 ? 799 : 801 });

        Assert.Equal(before, fleet.State.Version);
    }

    [Fact]
    public void A_report_without_devices_is_refused()
    {
        Assert.Equal("pools.device_mask", new FleetScene().Register("n1", Pool with { DeviceMask = "" })?.Field);
    }

    private static bool IsNews(PoolReport before, PoolReport after)
    {
        FleetScene fleet = new FleetScene().Serve("n1", before);
        long version = fleet.State.Version;
        fleet.Heartbeat("n1", after);
        return fleet.State.Version != version;
    }
}
