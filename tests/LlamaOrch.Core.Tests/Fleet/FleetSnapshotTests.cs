using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class FleetSnapshotTests
{
    [Fact]
    public void Pools_are_found_by_model_and_ordered_by_id()
    {
        FleetSnapshot fleet = new FleetScene()
            .Serve("n1", Report("p3"), Report("p1"), Report("other", model: "big"))
            .Serve("n2", Report("p2"))
            .Snapshot;

        Assert.Equal(["p1", "p2", "p3"], fleet.PoolsOf(new ModelId(Model)).Select(pool => pool.PoolId.Value));
        Assert.Equal(["big", "tiny"], fleet.Models.Order());
        Assert.Empty(fleet.PoolsOf(new ModelId("none")));
    }

    [Fact]
    public void A_pool_without_a_model_serves_none()
    {
        FleetSnapshot fleet = new FleetScene().Serve("n1", Report("p1", model: null)).Snapshot;

        Assert.Empty(fleet.Models);
        Assert.False(Assert.Single(fleet.Pools).Available);
    }
}
