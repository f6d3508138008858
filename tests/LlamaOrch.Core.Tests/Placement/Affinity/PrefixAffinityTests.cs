using System.Text;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement.Affinity;

public sealed class PrefixAffinityTests
{
    private const int Seeds = 20;

    private static readonly PlacementRequest Popular = Wish() with { PromptBlocks = [1, 2, 3] };

    [Fact]
    public void A_prompt_goes_where_its_beginning_was_seen()
    {
        var scene = new PlacementScene(Report("a"), Report("b"), Report("c"));
        string first = scene.Grant(Popular)!;
        scene.Release(first);

        Assert.Equal(first, scene.Choose(Popular));
        Assert.Equal(first, scene.Choose(Wish() with { PromptBlocks = [1, 2, 9, 9] }));
        Assert.NotEqual(first, scene.Choose());
        Assert.NotEqual(first, scene.Choose(Wish() with { PromptBlocks = [8, 9, 10] }));
    }

    [Fact]
    public void A_prefix_counts_only_on_a_pool_that_is_not_much_fuller()
    {
        var scene = new PlacementScene(
            new PlacementPolicy { PrefixAffinityWeight = 100, PrefixBalanceMax = 0.25 }, Report("a"), Report("b"));

        Assert.Equal("a", scene.Grant(Popular));
        Assert.Equal("a", scene.Grant(Popular));
        Assert.Equal("b", scene.Grant(Popular));
    }

    /// <summary>
    /// Whatever the weight and whoever comes and goes: as long as others have free slots, one popular prompt does not
    /// get more than half of the latest grants for one pool.
    /// </summary>
    [Fact]
    public void One_popular_prompt_never_sends_everything_to_one_pool()
    {
        for (int seed = 1; seed <= Seeds; seed++)
        {
            var random = new Random(seed);
            int pools = random.Next(2, 8);
            int slots = random.Next(1, 6);
            var scene = new PlacementScene(
                new PlacementPolicy { PrefixAffinityWeight = random.Next(1, 100) },
                [.. Enumerable.Range(0, pools).Select(pool => Report($"p{pool}", slots))]);
            var latest = new Queue<string>();
            var lent = new List<string>();
            for (int step = 0; step < 1000; step++)
            {
                // Never so many at once that a pool can be the only one with a free slot.
                while (lent.Count > random.Next((pools - 1) * slots))
                {
                    scene.Release(lent[0]);
                    lent.RemoveAt(0);
                }

                string pool = scene.Grant(Popular)!;
                lent.Add(pool);
                latest.Enqueue(pool);
                if (latest.Count > RecentGrants.Window)
                    latest.Dequeue();
                int most = latest.GroupBy(one => one).Max(group => group.Count());
                if (latest.Count == RecentGrants.Window)
                {
                    Assert.True(
                        most <= (RecentGrants.Window / 2) + slots,
                        $"seed {seed}, step {step}: {most} of {RecentGrants.Window} grants to one of {pools} pools");
                }
            }
        }
    }

    [Fact]
    public void A_popular_prompt_spreads_to_pools_that_then_know_it_too()
    {
        var scene = new PlacementScene([.. Enumerable.Range(0, 4).Select(pool => Report($"p{pool}", slots: 8))]);
        var used = new HashSet<string>();
        for (int step = 0; step < 200; step++)
        {
            string pool = scene.Grant(Popular)!;
            used.Add(pool);
            scene.Release(pool);
        }

        Assert.True(used.Count > 1, "one at a time, all went to one pool");
    }

    [Fact]
    public void What_is_remembered_has_a_fixed_size_and_forgets_what_is_not_used()
    {
        var memory = new PrefixMemory();
        var pool = new PoolHistory(new("p")) { Index = 0 };
        for (ulong hash = 1; hash <= 2 * PrefixMemory.PrefixesMax; hash++)
            memory.Granted([hash], pool);

        Assert.True(memory.Find([1]).IsEmpty);
        Assert.Equal(1, memory.Find([2 * PrefixMemory.PrefixesMax]).Length);
    }

    [Fact]
    public void For_one_prefix_the_latest_pools_are_remembered_and_those_that_left_are_not_found()
    {
        var memory = new PrefixMemory();
        PoolHistory[] pools = [.. Enumerable.Range(0, 6).Select(at => new PoolHistory(new($"p{at}")) { Index = at })];
        foreach (PoolHistory pool in pools)
            memory.Granted([7, 8], pool);
        pools[5].Index = PoolHistory.Gone;

        PrefixMatch[] found = memory.Find([7, 8]).ToArray();

        Assert.Equal([4, 3, 2], found.Select(match => match.Pool.Index));
        Assert.All(found, match => Assert.Equal(1, match.Share));
    }

    [Fact]
    public void Prompts_share_as_many_hashes_as_whole_blocks()
    {
        string one = new('x', 3 * PromptBlocks.BlockBytes);
        string other = string.Concat(one.AsSpan(0, (2 * PromptBlocks.BlockBytes) - 1), "y", one);

        IReadOnlyList<ulong> first = Hash(one);
        IReadOnlyList<ulong> second = Hash(other);

        Assert.Equal(3, first.Distinct().Count());
        Assert.Equal(first[0], second[0]);
        Assert.NotEqual(first[1], second[1]);
        Assert.NotEqual(first[2], second[2]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(PromptBlocks.BlockBytes - 1, 0)]
    [InlineData(PromptBlocks.BlockBytes, 1)]
    [InlineData(1_000_000, PromptBlocks.BlocksMax)]
    public void Only_whole_blocks_and_only_the_first_ones_count(int length, int blocks) =>
        Assert.Equal(blocks, Hash(new string('x', length)).Count);

    private static IReadOnlyList<ulong> Hash(string prompt) => PromptBlocks.Hash(Encoding.UTF8.GetBytes(prompt));
}
