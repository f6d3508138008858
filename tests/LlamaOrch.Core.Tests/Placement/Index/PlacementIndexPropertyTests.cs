using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Placement.Index;

/// <summary>Random fleets, policies and wishes by seed.</summary>
public sealed class PlacementIndexPropertyTests
{
    private const int Steps = 1_500;

    public static TheoryData<int, string> Runs
    {
        get
        {
            var runs = new TheoryData<int, string>();
            for (int seed = 1; seed <= 30; seed++)
                runs.Add(seed, PlacementPolicy.Strategies[seed % PlacementPolicy.Strategies.Count]);
            return runs;
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_index_chooses_what_the_pipeline_chooses_whatever_happens(int seed, string strategy)
    {
        var run = new Run(seed, strategy);
        for (int step = 0; step < Steps; step++)
            run.Step(step);
        Assert.True(run.Granted > Steps / 20, $"seed {seed}: only {run.Granted} grants, so little was compared");
    }

    private sealed class Run(int seed, string strategy)
    {
        private readonly Random random = new(seed);
        private readonly PlacementScene scene = new(new PlacementPolicy { Strategy = strategy });
        private readonly List<string> lent = [];

        public int Granted { get; private set; }

        public void Step(int step)
        {
            switch (random.Next(20))
            {
                case < 10:
                    Compare(step);
                    break;
                case < 14 when lent.Count > 0:
                    int which = random.Next(lent.Count);
                    scene.Release(lent[which]);
                    lent.RemoveAt(which);
                    break;
                case 14:
                    scene.Rest(AnyPool(), (PoolRest)random.Next(3));
                    break;
                case < 16:
                    scene.Index.Observe(AnyPool(), random.Next(1, 5000));
                    break;
                case 19 when random.Next(10) == 0:
                    scene.Index.Board.Use(new PlacementRules(AnyPolicy()));
                    break;
                default:
                    ChangeFleet();
                    break;
            }
        }

        private void Compare(int step)
        {
            PlacementRequest wish = AnyWish();
            string? slow = scene.ChooseSlowly(wish);

            string? fast = scene.Grant(wish);

            Assert.True(slow == fast, $"seed {seed}, step {step}: {fast} instead of {slow} for {wish}");
            if (fast is null)
                return;
            lent.Add(fast);
            Granted++;
        }

        private PlacementRequest AnyWish() => new()
        {
            Model = new ModelId(Model),
            ContextTokens = random.Next(3) == 0 ? random.Next(4) * 1000 : 0,
            RoomTokens = random.Next(2) == 0 ? random.Next(5) * 700 : 0,
            Engine = random.Next(6) == 0 ? AnyEngine() : null,
            Preferences = random.Next(2) == 0 ? null : AnyPreferences(),
            Failed = random.Next(3) == 0 ? AnyPools() : null,
            Barred = random.Next(4) == 0 ? AnyPools() : null,
            Session = random.Next(3) == 0 ? new SessionId($"s{random.Next(6)}") : null,
            PromptBlocks = random.Next(2) == 0 ? AnyPrompt() : null,
            Draw = (ulong)random.NextInt64() << 1,
        };

        private PlacementPreferences AnyPreferences() => new(
            random.Next(3) == 0 ? AnyPool() : null,
            random.Next(2) == 0 ? AnyPools() : [],
            random.Next(2) == 0 ? AnyPools() : [],
            random.Next(5) == 0 ? AnyDevices() : null,
            random.Next(3) > 0);

        // Prompts that begin alike have the same first hashes.
        private ulong[] AnyPrompt()
        {
            ulong family = (ulong)random.Next(3);
            return [.. Enumerable.Range(1, random.Next(1, 6)).Select(block => (family * 100) + (ulong)block)];
        }

        private PlacementPolicy AnyPolicy() => new()
        {
            Strategy = strategy,
            FreeSlotsWeight = random.Next(3),
            FreeVramWeight = random.Next(3),
            LatencyWeight = random.Next(3),
            SessionAffinityWeight = random.Next(3),
            PrefixAffinityWeight = random.Next(3),
            PrefixBalanceMax = random.Next(5) / 4.0,
            VramFreeBytesMin = random.Next(2) * 300,
        };

        private PoolId AnyPool() => new($"p{random.Next(30)}");

        private PoolId[] AnyPools() => [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => AnyPool())];

        private string AnyEngine() => random.Next(2) == 0 ? EngineKinds.LlamaCpp : EngineKinds.Vllm;

        private string AnyDevices() => random.Next(2) == 0 ? "cpu" : "0,1";

        private void ChangeFleet()
        {
            int node = random.Next(10);
            switch (random.Next(8))
            {
                case 0 when scene.Fleet.State.Nodes.ContainsKey($"n{node}"):
                    scene.Fleet.Happens(new FleetEvent.Deregistered(new NodeId($"n{node}")));
                    break;
                case 1 when scene.Fleet.State.Nodes.ContainsKey($"n{node}"):
                    scene.Fleet.Happens(new FleetEvent.DrainRequested(new NodeId($"n{node}")));
                    break;
                case 2 when scene.Fleet.State.Nodes.ContainsKey($"n{node}"):
                    scene.Fleet.PollFails($"n{node}", $"p{node}");
                    break;
                default:
                    scene.Fleet.Serve(
                        $"n{node}", [.. Enumerable.Range(0, 3).Select(at => AnyReport(node + (at * 10)))]);
                    break;
            }

            scene.Refresh();
        }

        private PoolReport AnyReport(int pool) => Report($"p{pool}", slots: random.Next(1, 9)) with
        {
            Engine = AnyEngine(),
            ContextTokens = random.Next(3) * 1000,
            DeviceMask = AnyDevices(),
            VramTotalBytes = random.Next(2) * 1000,
            VramFreeBytes = random.Next(1000),
            Draining = random.Next(12) == 0,
            ModelId = random.Next(12) == 0 ? new ModelId("other") : new ModelId(Model),
        };
    }
}
