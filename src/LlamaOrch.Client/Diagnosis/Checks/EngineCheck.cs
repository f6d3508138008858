using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether engines keep falling over.</summary>
internal sealed class EngineCheck : ICheck
{
    private const string Restarts = "pool_restarts_total";

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        Finding[] found = [.. fleet.LiveNodes.SelectMany(node => Judge(fleet, node))];
        if (found.Length > 0)
            return found;
        return [Finding.Well("engine-restarts", "No engine had to be restarted.")];
    }

    private static IEnumerable<Finding> Judge(FleetPicture fleet, NodeView node)
    {
        if (fleet.Probes.GetValueOrDefault(node.NodeId.Value) is not { After: { } after } probe)
            yield break;
        foreach (string pool in node.Pools.Select(pool => pool.PoolId.Value))
        {
            double total = after.Sum(Restarts, "pool_id", pool);
            bool isNow = probe.Growth(Restarts, "pool_id", pool) > 0;
            if (total <= 0)
                continue;
            yield return new Finding
            {
                Id = isNow ? "engine-crashing" : "engine-restarts",
                Severity = isNow ? Severity.Error : Severity.Info,
                Subject = pool,
                What = isNow
                    ? $"The engine of {pool} on {node.NodeId} falls over now ({total:0} restarts)."
                    : $"The engine of {pool} on {node.NodeId} was restarted {total:0} times since its agent started.",
                Why = "What it was generating is lost each time; after too many crashes the pool is given up.",
                Advice = "Its last words are in the agent's log; out of memory is the usual reason: fewer slots, a "
                    + "smaller context, a smaller model.",
            };
        }
    }
}
