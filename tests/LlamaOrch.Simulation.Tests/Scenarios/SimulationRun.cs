using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Scenarios;

/// <summary>
/// Plays one seed: clients ask while things break, then all is healed, and what must always hold is checked after every
/// step, what must come in the end at the end.
/// </summary>
internal sealed class SimulationRun
{
    private static readonly TimeSpan QuietWithin = TimeSpan.FromMinutes(45);

    private readonly SimulatedFleet fleet;
    private readonly Scenario scenario;

    public SimulationRun(ulong seed, int traceLines)
    {
        World = new SimulatedWorld(seed, traceLines);
        scenario = Scenario.Draw(World.Random);
        fleet = new SimulatedFleet(World, scenario);
    }

    /// <summary>The world that it plays in.</summary>
    public SimulatedWorld World { get; }

    /// <summary>Plays; the rule that was broken is in the world afterwards.</summary>
    public void Play()
    {
        World.Note("seed", $"plays {scenario.Nodes} nodes, faults: {string.Join(", ", scenario.Faults)}");
        var trouble = new Trouble(fleet, scenario);
        fleet.Start();
        trouble.Begin();
        if (!Pass(scenario.Busy))
            return;
        foreach (SimulatedClient client in fleet.Clients)
            client.IsBusy = false;
        fleet.Unite();
        trouble.Heal();
        World.Note("seed", $"is healed");
        if (!Pass(Convergence.Within(scenario.Limits)))
            return;
        Convergence.Check(fleet);
        DateTimeOffset end = World.Now + QuietWithin;
        while (!Quiet.IsReached(fleet) && World.Now < end && Pass(TimeSpan.FromSeconds(5)))
            continue;
        Quiet.Check(fleet);
    }

    /// <summary>Lets time pass; false when a rule was broken.</summary>
    private bool Pass(TimeSpan time)
    {
        DateTimeOffset until = World.Now + time;
        while (World.Broken is null && World.Next(until))
        {
            SlotRules.Check(World, fleet.Nodes);
            BoundRules.Check(fleet);
        }

        World.SkipTo(until);
        return World.Broken is null;
    }
}
