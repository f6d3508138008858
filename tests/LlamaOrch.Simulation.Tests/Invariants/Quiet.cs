using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Scenarios;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>In the end nobody waits, and every slot is back with everybody who keeps books of it.</summary>
internal static class Quiet
{
    /// <summary>Whether it has come to that.</summary>
    public static bool IsReached(SimulatedFleet fleet) => Noise(fleet) is null;

    public static void Check(SimulatedFleet fleet)
    {
        if (Noise(fleet) is string noise)
            fleet.World.Break($"long after everything is healed, {noise}");
    }

    private static string? Noise(SimulatedFleet fleet)
    {
        foreach ((_, NodePool pool) in fleet.Pools)
        {
            if (pool.Holders.Count > 0)
                return $"{pool.PoolId} has {pool.Holders.Count} slots taken, by {pool.Holders[0]}";
            if (pool.Engine.Running > 0)
                return $"the engine of {pool.PoolId} still decodes";
        }

        SimulatedControlPlane control = fleet.Controls[0];
        foreach (SchedulerShell shell in control.Schedulers)
        {
            if (shell.Scheduler.Waiting > 0)
                return $"{shell.Scheduler.Waiting} tasks wait";
            if (shell.Scheduler.Leased > 0)
                return $"{shell.Scheduler.Leased} leases are out";
        }

        if (control.Tasks.Open.FirstOrDefault() is LiveTask open)
            return $"{open.Ask.Request.TaskId} has no end, it is {open.State.Phase} with {open.State.Outcome}";
        foreach (JournaledTask task in control.Journal.Kept)
        {
            if (task.Outcome is null && control.History.Taken.Contains(task.TaskId))
                return $"{task.TaskId}, which was taken, has no end on disk";
        }

        foreach (TaskId taken in control.History.Taken)
        {
            if (control.Journal.Find(taken) is null)
                return $"{taken}, which was taken, is not on disk";
        }

        return control.Broker.Pending > 0 ? $"{control.Broker.Pending} tasks are pending at the broker" : null;
    }
}
