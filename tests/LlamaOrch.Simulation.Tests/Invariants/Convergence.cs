using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Scenarios;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>Within two heartbeat intervals of the healing, the control plane sees the fleet as it is.</summary>
internal static class Convergence
{
    // What a healed fleet does before its first heartbeat: engines are started anew by then.
    private static readonly TimeSpan EnginesUp = TimeSpan.FromSeconds(5);

    /// <summary>How long it may take.</summary>
    public static TimeSpan Within(ControlPlaneLimits limits) => EnginesUp + (2 * limits.Fleet.HeartbeatInterval);

    public static void Check(SimulatedFleet fleet)
    {
        SimulatedControlPlane control = fleet.Controls[0];
        foreach (SimulatedNode node in fleet.Nodes)
        {
            NodeRecord? seen = control.Fleet.State.Nodes.GetValueOrDefault(node.Name);
            if (seen is not { State: NodeState.Online })
                fleet.World.Break($"{node.Name} is back, and is {seen?.State.ToString() ?? "unknown"} in the fleet");
            foreach (NodePool pool in node.Pools)
            {
                PoolRecord? known = seen?.Pools.GetValueOrDefault(pool.PoolId.Value);
                if (known is not { TakesWork: true })
                {
                    fleet.World.Break($"{pool.PoolId} of {node.Name} is ready, and in the fleet it is "
                        + $"{(known?.Report.Ready == true ? "ready" : "not ready")} and "
                        + (known?.Answers == true ? "answers" : "does not answer"));
                }
            }
        }
    }
}
