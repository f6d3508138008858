using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether two agents claim one node id.</summary>
internal sealed class NodeConflictCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        NodeView[] claimed = [.. fleet.Nodes.Where(node => node.Conflict is not null)];
        foreach (NodeView node in claimed)
        {
            NodeConflict other = node.Conflict!;
            yield return new Finding
            {
                Id = "node-id-conflict",
                Severity = Severity.Error,
                Subject = node.NodeId.Value,
                What = $"Two agents claim to be {node.NodeId}: the one at {node.Address}, and one at {other.Address} "
                    + $"on machine {other.MachineId}, which is refused.",
                Why = "The pools of the refused agent get no work.",
                Advice = "Give one of them a node_id of its own and restart it. Machines that were cloned need one in "
                    + "their settings: the default is the machine's name.",
            };
        }

        if (claimed.Length == 0)
            yield return Finding.Well("node-id-unique", "Each node id is claimed by one agent.");
    }
}
