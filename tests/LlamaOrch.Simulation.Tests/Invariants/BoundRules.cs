using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Scenarios;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>What is kept stays bounded, whatever comes.</summary>
internal static class BoundRules
{
    public static void Check(SimulatedFleet fleet)
    {
        foreach (SimulatedControlPlane control in fleet.Controls.Where(control => control.IsUp))
        {
            if (control.Fleet.Polling > fleet.Nodes.Sum(node => node.Pools.Count))
                fleet.World.Break($"{control.Fleet.Polling} polls are under way");
            foreach (SchedulerShell shell in control.Schedulers)
            {
                int known = shell.Scheduler.PoolsKnown;
                if (known > fleet.Nodes.Sum(node => node.Pools.Count))
                    fleet.World.Break($"a scheduler keeps {known} pools in mind");
            }
        }
    }
}
