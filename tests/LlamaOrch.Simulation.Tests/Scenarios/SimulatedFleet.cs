using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Actors.Store;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Scenarios;

/// <summary>Everybody of a scenario.</summary>
internal sealed class SimulatedFleet
{
    private readonly List<SimulatedControlPlane> controls = [];

    public SimulatedFleet(SimulatedWorld world, Scenario scenario)
    {
        World = world;
        Network = new Network(world);
        var byName = new Dictionary<string, SimulatedNode>();
        var histories = new Histories(world, scenario.Limits.Session);
        for (int replica = 1; replica <= scenario.Replicas; replica++)
        {
            controls.Add(new SimulatedControlPlane(
                world,
                $"control{replica}",
                Network,
                scenario.Limits,
                histories,
                new SimulatedJournal(world, histories.Arrivals),
                byName));
        }

        Nodes = [.. Enumerable.Range(1, scenario.Nodes).Select(number => NodeOf(scenario, number))];
        foreach (SimulatedNode node in Nodes)
            byName.Add(node.Name, node);
        Clients = [.. Enumerable.Range(1, scenario.Clients).Select(
            number => new SimulatedClient(world, $"c{number}", Network, scenario.Habits, AnyControl))];
    }

    /// <summary>Where they live.</summary>
    public SimulatedWorld World { get; }

    /// <summary>What connects them.</summary>
    public Network Network { get; }

    /// <summary>The control plane's replicas.</summary>
    public IReadOnlyList<SimulatedControlPlane> Controls => controls;

    /// <summary>The nodes.</summary>
    public IReadOnlyList<SimulatedNode> Nodes { get; }

    /// <summary>The clients.</summary>
    public IReadOnlyList<SimulatedClient> Clients { get; }

    /// <summary>All pools.</summary>
    public IEnumerable<(SimulatedNode Node, NodePool Pool)> Pools =>
        Nodes.SelectMany(node => node.Pools.Select(pool => (node, pool)));

    /// <summary>Everybody begins.</summary>
    public void Start()
    {
        // Apart, or two replicas would number their leases alike.
        for (int replica = 0; replica < controls.Count; replica++)
            World.After(TimeSpan.FromSeconds(replica), controls[replica].Start);
        foreach (SimulatedProcess process in (IEnumerable<SimulatedProcess>)[.. Nodes, .. Clients])
            World.After(TimeSpan.Zero, process.Start);
    }

    /// <summary>A split is over: one replica is left, and everybody speaks with it.</summary>
    public void Unite()
    {
        foreach (SimulatedControlPlane control in controls.Skip(1))
            control.Kill();
        controls.RemoveRange(1, controls.Count - 1);
    }

    private SimulatedControlPlane AnyControl() => World.Random.OneOf(controls);

    private SimulatedNode NodeOf(Scenario scenario, int number)
    {
        SeededRandom random = World.Random;
        var node = new SimulatedNode(World, $"n{number}", Network, AnyControl);
        int pools = random.Between(1, scenario.PoolsMax);
        for (int pool = 1; pool <= pools; pool++)
        {
            node.Add(
                $"p{number}{pool}",
                random.OneOf(scenario.Habits.Models),
                random.Between(1, scenario.SlotsMax),
                random.OneOf([0, 150, 200, 400]));
        }

        return node;
    }
}
