using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>
/// Whether the control plane reaches the nodes: a pool that its node calls ready and that no poll reaches gets no work.
/// </summary>
internal sealed class PoolAnswerCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        HashSet<string> withheld = [.. fleet.Availability.Nodes
            .SelectMany(node => node.Models)
            .Where(model => model.Verification is VerificationResult.Mismatch or VerificationResult.Pending)
            .SelectMany(model => model.Pools)
            .Select(pool => pool.PoolId.Value)];
        Dictionary<PoolId, PoolReport> judgedPools = fleet.Pools.ToDictionary(pool => pool.PoolId);
        bool isWell = true;
        foreach (NodeView node in fleet.LiveNodes.Where(node => node.State == NodeState.Online))
        {
            foreach (PoolReport word in node.Pools.Where(pool => pool is { Ready: true, Draining: false }))
            {
                PoolReport? judged = judgedPools.GetValueOrDefault(word.PoolId);
                if (judged is null or { Ready: true } || withheld.Contains(word.PoolId.Value))
                    continue;
                isWell = false;
                yield return Unreachable(fleet, node, judged);
            }
        }

        foreach (NodeView node in fleet.LiveNodes)
        {
            if (node.Address.IsLoopback && !fleet.Url.IsLoopback)
            {
                isWell = false;
                yield return Loopback(node);
            }
        }

        if (isWell)
            yield return Finding.Well("pool-reachable", "The control plane reaches every pool that is ready.");
    }

    private static Finding Unreachable(FleetPicture fleet, NodeView node, PoolReport judged)
    {
        bool answersHere = fleet.Probes.GetValueOrDefault(node.NodeId.Value) is { Answers: true };
        return new Finding
        {
            Id = "pool-unreachable",
            Severity = Severity.Error,
            Subject = judged.PoolId.Value,
            What = $"{judged.PoolId} is ready, says {node.NodeId}, but the control plane gets no good answer of it. "
                + (judged.LastError ?? string.Empty).TrimEnd(),
            Why = "It gets no work although its engine is well: heartbeats go one way, work goes the other.",
            Advice = $"From the control plane's machine try 'curl {node.Address}health'"
                + (answersHere ? " (from here it answers)" : string.Empty)
                + $"; check the node's advertise_url, the firewall for port {node.Address.Port}, and that both have "
                + "the same LLORCH_API_TOKEN.",
            Cause = judged.LastError,
        };
    }

    private static Finding Loopback(NodeView node) => new()
    {
        Id = "node-address-loopback",
        Severity = Severity.Warning,
        Subject = node.NodeId.Value,
        What = $"{node.NodeId} is registered with the address {node.Address}.",
        Why = "Only a control plane on the same machine reaches it there.",
        Advice = "Unless it is one machine, set addr and advertise_url of that pool-managerd to an address that the "
            + "control plane reaches.",
    };
}
