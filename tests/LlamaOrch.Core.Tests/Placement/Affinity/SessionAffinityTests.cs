using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement.Affinity;

public sealed class SessionAffinityTests
{
    private static readonly SessionId Session = new("s");

    [Fact]
    public void A_session_returns_to_its_pool_while_that_is_warm()
    {
        var scene = new PlacementScene(Report("a", slots: 2), Report("b", slots: 2));
        PlacementRequest turn = Wish() with { Session = Session };
        Assert.Equal("a", scene.Grant(turn));
        scene.Release("a");
        Assert.Equal("a", scene.Grant(turn));
        scene.Release("a");

        for (int other = 0; other < 2; other++)
        {
            scene.Grant(Wish() with { Preferences = Wants(pin: "a") });
            scene.Release("a");
        }

        Assert.Equal("b", scene.Choose(turn));
    }

    [Fact]
    public void Warmth_falls_by_one_slot_with_each_grant_to_others()
    {
        var memory = new SessionMemory(10);
        var pool = new PoolHistory(new PoolId("p")) { Grants = 1 };
        memory.Granted(Session, pool);
        var warmth = new List<double>();
        for (int other = 0; other < 5; other++)
        {
            warmth.Add(memory.Warmth(Session, slots: 4));
            pool.Grants++;
        }

        Assert.Equal([1, 0.75, 0.5, 0.25, 0], warmth);
        Assert.Equal(0, memory.Warmth(Session, slots: 0));
        Assert.Equal(0, memory.Warmth(new SessionId("unknown"), slots: 4));
    }

    [Fact]
    public void At_the_bound_the_session_that_ran_longest_ago_is_forgotten()
    {
        var memory = new SessionMemory(2);
        var pool = new PoolHistory(new PoolId("p"));
        memory.Granted(new SessionId("s1"), pool);
        memory.Granted(new SessionId("s2"), pool);
        memory.Granted(new SessionId("s1"), pool);

        memory.Granted(new SessionId("s3"), pool);

        Assert.Equal(2, memory.Count);
        Assert.Null(memory.PoolOf(new SessionId("s2")));
        Assert.Same(pool, memory.PoolOf(new SessionId("s1")));
        Assert.Same(pool, memory.PoolOf(new SessionId("s3")));
    }

    [Fact]
    public void A_session_whose_pool_has_left_goes_anywhere()
    {
        var scene = new PlacementScene(Report("a"), Report("b"));
        PlacementRequest turn = Wish() with { Session = Session };
        Assert.Equal("a", scene.Grant(turn));

        scene.Fleet.Serve("n1", Report("b"));
        scene.Refresh();

        Assert.Equal("b", scene.Choose(turn));
        Assert.Equal(0, scene.Index.Memory.KvWarmth(Session, scene.Index.Board.Candidates));
    }
}
