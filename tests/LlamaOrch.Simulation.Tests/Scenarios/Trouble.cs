using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Scenarios;

/// <summary>Whatever a scenario lets go wrong, at random times, until it is healed.</summary>
internal sealed class Trouble(SimulatedFleet fleet, Scenario scenario)
{
    private readonly SimulatedWorld world = fleet.World;
    private bool over;

    private SeededRandom Random => world.Random;

    /// <summary>Begins.</summary>
    public void Begin()
    {
        fleet.Network.Faults = new NetworkFaults
        {
            Drops = Share(FaultKind.Drops, 0.1),
            Duplicates = Share(FaultKind.Duplicates, 0.1),
            Delays = Share(FaultKind.Delays, 0.1),
            Resets = Share(FaultKind.Resets, 0.03),
        };
        foreach (SimulatedControlPlane control in fleet.Controls)
            control.Journal.Slow = Share(FaultKind.SlowDisks, 0.2);
        foreach ((_, NodePool pool) in fleet.Pools)
        {
            pool.Engine.Faults = new EngineFaults
            {
                Refuses = Share(FaultKind.EngineErrors, 0.2),
                BadRequests = Share(FaultKind.EngineErrors, 0.1),
                Breaks = Share(FaultKind.EngineErrors, 0.2),
                Garbage = Share(FaultKind.EngineErrors, 0.1),
                Slow = Share(FaultKind.EngineErrors, 0.1),
            };
        }

        if (scenario.Faults.Count > 0)
            NextLater();
    }

    /// <summary>Everything works again: what is down starts, what hangs is killed and starts.</summary>
    public void Heal()
    {
        over = true;
        fleet.Network.Heal();
        foreach (SimulatedControlPlane control in fleet.Controls)
        {
            control.Journal.IsFull = false;
            control.Journal.Slow = 0;
            Wake(control);
        }

        foreach (SimulatedNode node in fleet.Nodes)
        {
            if (node.IsLeaving)
                node.Kill();
            Wake(node);
        }

        foreach ((SimulatedNode node, NodePool pool) in fleet.Pools)
        {
            pool.Engine.Faults = EngineFaults.None;
            if (pool.Engine.IsUp)
                node.EngineDied(pool, TimeSpan.FromSeconds(1));
        }
    }

    private static void Wake(SimulatedProcess process)
    {
        process.Resume();
        process.Start();
    }

    private double Share(FaultKind kind, double most) => scenario.Faults.Contains(kind) ? Random.Fraction() * most : 0;

    private TimeSpan Seconds(double least, double most) =>
        Random.Between(TimeSpan.FromSeconds(least), TimeSpan.FromSeconds(most));

    private void NextLater() => world.After(Random.Between(TimeSpan.Zero, scenario.FaultPauseMax), () =>
    {
        if (over)
            return;
        Cause(Random.OneOf(scenario.Faults));
        NextLater();
    });

    private void Cause(FaultKind kind)
    {
        SimulatedNode node = Random.OneOf(fleet.Nodes);
        SimulatedControlPlane control = Random.OneOf(fleet.Controls);
        switch (kind)
        {
            case FaultKind.Partitions:
                Partition(Random.Chance(0.7) ? node : Random.OneOf(fleet.Clients), control);
                break;
            case FaultKind.NodeCrashes:
                node.Kill();
                world.After(Seconds(0, 60), node.Start);
                break;
            case FaultKind.NodePauses:
                node.Pause(Seconds(0.1, 120));
                break;
            case FaultKind.NodeLeaves when node.IsUp:
                world.Spawn(node.StopAsync);
                world.After(Seconds(3, 30), node.Start);
                break;
            case FaultKind.EngineCrashes when node.IsUp:
                node.EngineDied(Random.OneOf(node.Pools), Seconds(0.1, 20));
                break;
            case FaultKind.EngineHangs when node.IsUp:
                Hang(node, Random.OneOf(node.Pools));
                break;
            case FaultKind.ControlPlaneCrashes:
                control.Kill();
                world.After(Seconds(0.1, 20), control.Start);
                break;
            case FaultKind.ControlPlanePauses:
                control.Pause(Seconds(0.1, 180));
                break;
            case FaultKind.FullDisks:
                control.Journal.IsFull = true;
                world.Note(control.Name, $"has a full disk");
                world.After(Seconds(0.1, 30), () => control.Journal.IsFull = false);
                break;
            case FaultKind.ClockJumps:
                control.Skew = Seconds(-300, 300);
                world.Note(control.Name, $"has its clock set to {control.Skew.TotalSeconds:0} s");
                break;
            default:
                break;
        }
    }

    private void Partition(SimulatedProcess one, SimulatedProcess other)
    {
        bool oneWay = Random.Chance(0.4);
        if (!oneWay || Random.Chance(0.5))
            fleet.Network.Block(one, other);
        if (!oneWay || !fleet.Network.IsBlocked(one, other))
            fleet.Network.Block(other, one);
        world.After(Seconds(0.5, 120), () => fleet.Network.Unblock(one, other));
    }

    private void Hang(SimulatedNode node, NodePool pool)
    {
        pool.Engine.Pause(TimeSpan.FromHours(1));
        int life = pool.Engine.Life;
        node.Post(Seconds(5, 40), () =>
        {
            if (pool.Engine.Life == life)
                node.EngineDied(pool, Seconds(0.1, 5));
        });
    }
}
