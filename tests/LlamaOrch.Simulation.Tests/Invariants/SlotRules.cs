using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>No slot is used twice, as the nodes see it; their books agree with who really uses them.</summary>
internal static class SlotRules
{
    public static void Check(SimulatedWorld world, IEnumerable<SimulatedNode> nodes)
    {
        foreach (SimulatedNode node in nodes)
        {
            foreach (NodePool pool in node.Pools)
            {
                int holders = pool.Holders.Count;
                if (holders > pool.SlotsTotal)
                    world.Break($"{holders} requests hold the {pool.SlotsTotal} slots of {pool.PoolId}");
                if (holders > 1 && pool.Holders.Distinct().Count() != holders)
                    world.Break($"two requests hold one lease of {pool.PoolId}: {string.Join(", ", pool.Holders)}");
                if (node.IsUp && pool.Slots.Total - pool.Slots.Free != holders)
                    world.Break($"{pool.PoolId} counts {pool.Slots.Total - pool.Slots.Free} holders, has {holders}");
            }
        }
    }
}
