using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Scorers;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement.Scorers;

public sealed class ScorerTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0.75)]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    public void Free_slots_is_the_share_that_is_free(int lent, double score) =>
        Assert.Equal(score, new FreeSlotsScorer().Score(Candidate() with { SlotsLent = lent }, Wish()));

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(160, 160, 1)]
    [InlineData(160, 89, 0.5)]
    [InlineData(160, 9, 0)]
    [InlineData(160, 999, 1)]
    public void Free_vram_is_the_free_share_in_sixteenths(long total, long free, double score)
    {
        PoolCandidate candidate = new(
            new FleetScene().Serve("n1", Report("p") with { VramTotalBytes = total, VramFreeBytes = free })
                .Snapshot.Pools[0],
            0,
            0);

        Assert.Equal(score, new FreeVramScorer().Score(candidate, Wish()));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1000, 0.5)]
    [InlineData(1050, 0.5)]
    [InlineData(1_000_000, 0)]
    public void Latency_is_one_half_at_its_half_and_coarse(double firstTokenMs, double score) => Assert.Equal(
        score,
        new LatencyScorer(TimeSpan.FromSeconds(1)).Score(Candidate() with { FirstTokenMs = firstTokenMs }, Wish()));

    [Fact]
    public void Affinities_are_what_is_remembered_of_the_pool()
    {
        PoolCandidate candidate = Candidate() with { KvWarmth = 0.75, PrefixShare = 0.5 };

        Assert.Equal(0.75, new SessionAffinityScorer().Score(candidate, Wish()));
        Assert.Equal(0.5, new PrefixAffinityScorer().Score(candidate, Wish()));
    }

    [Fact]
    public void The_score_is_the_weighted_mean()
    {
        var rules = new PlacementRules(new PlacementPolicy
        {
            FreeSlotsWeight = 1,
            FreeVramWeight = 0,
            LatencyWeight = 0,
            SessionAffinityWeight = 3,
            PrefixAffinityWeight = 0,
        });

        Assert.Equal(0.25, rules.Score(Candidate(), Wish()));
        Assert.Equal(1, rules.Score(Candidate() with { KvWarmth = 1 }, Wish()));
    }

    [Fact]
    public void Without_any_weight_all_pools_are_equal_and_take_turns()
    {
        var scene = new PlacementScene(
            new PlacementPolicy
            {
                FreeSlotsWeight = 0,
                FreeVramWeight = 0,
                LatencyWeight = 0,
                SessionAffinityWeight = 0,
                PrefixAffinityWeight = 0,
            },
            Report("a", slots: 2), Report("b", slots: 50));

        Assert.Equal(["a", "b", "a"], Enumerable.Range(0, 3).Select(_ => scene.Grant()));
    }

    private static PoolCandidate Candidate() => new(new FleetScene().Serve("n1", Report("p")).Snapshot.Pools[0], 0, 0);
}
