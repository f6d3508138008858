using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether nodes reach the control plane: their heartbeats arrive.</summary>
internal sealed class ReachabilityCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        if (fleet.Nodes.Count == 0)
        {
            yield return new Finding
            {
                Id = "fleet-empty",
                Severity = Severity.Error,
                What = "No node is in the fleet.",
                Why = "Nothing can be served.",
                Advice = "Start pool-managerd on a machine with orchestrator_url set to this control plane; if one "
                    + "runs, its log says why it is not let in.",
            };
            yield break;
        }

        Finding[] bad = [.. fleet.Nodes.Select(node => Judge(fleet, node)).OfType<Finding>()];
        foreach (Finding finding in bad)
            yield return finding;
        if (bad.Length == 0)
            yield return Finding.Well("node-reachable", $"Nodes, with heartbeats of all of them: {fleet.Nodes.Count}.");
    }

    private static Finding? Judge(FleetPicture fleet, NodeView node)
    {
        string silent = $"was last heard of {(fleet.Now - node.LastHeartbeat).TotalSeconds:0} s ago";
        return node.State switch
        {
            NodeState.Offline => new Finding
            {
                Id = "node-offline",
                Severity = Severity.Error,
                Subject = node.NodeId.Value,
                What = $"{node.NodeId} is offline: it {silent}.",
                Why = "Its pools get no work.",
                Advice = AdviceFor(fleet, node),
            },
            NodeState.Suspect => new Finding
            {
                Id = "node-suspect",
                Severity = Severity.Warning,
                Subject = node.NodeId.Value,
                What = $"{node.NodeId} has missed a heartbeat: it {silent}.",
                Why = "It gets no new work until the next one arrives, and is offline if none does.",
                Advice = AdviceFor(fleet, node),
            },
            NodeState.Draining => new Finding
            {
                Id = "node-draining",
                Severity = Severity.Info,
                Subject = node.NodeId.Value,
                What = $"{node.NodeId} drains: it finishes what it has and takes nothing new.",
                Why = "Somebody wanted it so; it lasts until the node registers again.",
                Advice = "When the work on it is done, restart pool-managerd there.",
            },
            _ => null,
        };
    }

    /// <summary>A node that answers here and is not heard there is one thing, a machine that is gone another.</summary>
    private static string AdviceFor(FleetPicture fleet, NodeView node)
    {
        NodeProbe? probe = fleet.Probes.GetValueOrDefault(node.NodeId.Value);
        if (probe is not { Answers: true })
        {
            return $"Nobody answers at {node.Address} from here either: see whether the machine is up and "
                + "pool-managerd runs ('systemctl status pool-managerd'). If it is gone for good: DELETE "
                + $"/v2/nodes/{node.NodeId}.";
        }

        return probe.Growth("pool_heartbeat_sent_total", "outcome", "unauthorized") > 0
            || probe.Growth("pool_registration_attempts_total", "outcome", "unauthorized") > 0
            ? $"It runs and answers at {node.Address}, but the control plane refuses its token: give it the same "
                + "LLORCH_API_TOKEN and restart it."
            : $"It runs and answers at {node.Address}, so the way from it to the control plane is cut: check its "
                + "orchestrator_url, the firewall and name resolution on that machine.";
    }
}
