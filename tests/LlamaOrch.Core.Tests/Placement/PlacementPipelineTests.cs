using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Placement;

public sealed class PlacementPipelineTests
{
    private readonly PlacementPipeline pipeline = new();

    [Fact]
    public void The_pool_with_the_greatest_share_of_free_slots_is_chosen()
    {
        Assert.Equal("b", Choose([Pool("a", slots: 2, lent: 1), Pool("b", slots: 10, lent: 4)]));
    }

    [Fact]
    public void Equally_free_pools_take_turns()
    {
        Assert.Equal("b", Choose([Pool("a", lastGrant: 7), Pool("b", lastGrant: 3), Pool("c", lastGrant: 5)]));
    }

    [Fact]
    public void What_is_still_equal_goes_by_id()
    {
        Assert.Equal("a", Choose([Pool("b"), Pool("a"), Pool("c")]));
    }

    [Fact]
    public void A_fleet_without_a_fitting_pool_has_no_choice()
    {
        Assert.Null(Choose([Pool("a", slots: 1, lent: 1)]));
        Assert.Null(Choose([]));
    }

    [Fact]
    public void Room_is_the_largest_context_with_a_free_slot()
    {
        Assert.Equal(-1, pipeline.Room([Pool("a", slots: 1, lent: 1)]));
        Assert.Equal(
            500, pipeline.Room([Pool("a", context: 100), Pool("b", context: 500), Pool("c", slots: 1, lent: 1)]));
        Assert.Equal(int.MaxValue, pipeline.Room([Pool("a", context: 100), Pool("unknown", context: 0)]));
    }

    private string? Choose(PoolCandidate[] candidates)
    {
        int chosen = pipeline.Choose(candidates, new PlacementRequest(0, []));
        return chosen < 0 ? null : candidates[chosen].Pool.PoolId.Value;
    }

    private static PoolCandidate Pool(string id, int slots = 4, int lent = 0, long lastGrant = 0, int context = 0)
    {
        FleetSnapshot fleet = new FleetScene().Serve("n1", Report(id, slots) with { ContextTokens = context }).Snapshot;
        return new PoolCandidate(fleet.PoolsOf(new ModelId(Model))[0], lent, lastGrant);
    }
}
