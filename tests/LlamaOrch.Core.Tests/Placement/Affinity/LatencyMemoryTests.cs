using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Placement.Affinity;

public sealed class LatencyMemoryTests
{
    [Fact]
    public void A_slow_pool_gets_work_only_when_the_fast_one_is_fuller()
    {
        var scene = new PlacementScene(Report("slow"), Report("quick"));
        scene.Index.Observe(new PoolId("slow"), 3000);
        scene.Index.Observe(new PoolId("quick"), 10);

        Assert.Equal(["quick", "quick"], Enumerable.Range(0, 2).Select(_ =>
        {
            string pool = scene.Grant()!;
            scene.Release(pool);
            return pool;
        }));
        scene.Grant();
        Assert.Equal("slow", scene.Grant());
    }

    [Fact]
    public void A_latency_that_is_too_old_counts_as_unknown()
    {
        var scene = new PlacementScene(Report("slow"), Report("quick"));
        scene.Index.Observe(new PoolId("slow"), 3000);
        for (int answer = 0; answer < 30; answer++)
            scene.Index.Observe(new PoolId("quick"), 1000);

        Assert.Equal("slow", scene.Choose());
    }

    [Fact]
    public void Latencies_are_smoothed_and_of_unknown_pools_ignored()
    {
        var scene = new PlacementScene(Report("a"));
        scene.Index.Observe(new PoolId("nowhere"), 5);
        scene.Index.Observe(new PoolId("a"), 100);
        scene.Index.Observe(new PoolId("a"), 900);

        Assert.Equal(200, scene.Index.Memory.Of(0, scene.Candidate("a")).FirstTokenMs);
    }
}
