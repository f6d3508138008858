using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>
/// Which run of an agent is the node, when several claim its id. Two that took turns would exchange the node's pools
/// with each heartbeat: the first one stays until it leaves, falls silent, or has ended for certain.
/// </summary>
internal static class InstanceRules
{
    /// <summary>Most earlier runs that a registration may name, and that are remembered of a node.</summary>
    public const int InstancesMax = 16;

    /// <summary>What is wrong with the ids of a registration; null when nothing is.</summary>
    public static ErrorBody? Malformed(RegisterNodeRequest request)
    {
        if (request.InstanceId is string own && !IdentifierRules.IsValid(own))
            return ErrorBody.From(ErrorCode.InvalidParams, "An instance id is an id.", "instance_id");
        IReadOnlyList<string> replaced = request.ReplacesInstances ?? [];
        return replaced.Count <= InstancesMax && replaced.All(id => IdentifierRules.IsValid(id))
            ? null
            : ErrorBody.From(
                ErrorCode.InvalidParams, $"At most {InstancesMax} instance ids are replaced.", "replaces_instances");
    }

    /// <summary>Whether a registration comes from another agent than the one that is the node now, and alive.</summary>
    public static bool IsTaken(NodeRecord known, RegisterNodeRequest request)
    {
        if (known.State == NodeState.Offline)
            return false;
        // An agent that does not tell its run is told apart by its machine alone.
        if (known.InstanceId is not string current)
            return known.MachineId != request.MachineId;
        if (request.InstanceId == current)
            return false;
        // Whoever was replaced has lost its claim, even when it was only paused meanwhile.
        if (request.InstanceId is string own && known.Replaced.Contains(own))
            return true;
        if (request.ReplacesInstances?.Contains(current) == true)
            return false;
        // On one machine only one process listens at an address: the new one has it, so the old one has ended.
        return known.MachineId != request.MachineId || known.Address != request.Address;
    }

    /// <summary>The runs that a node had before the one that registers now, the latest last.</summary>
    public static IReadOnlyList<string> ReplacedBy(NodeRecord? known, RegisterNodeRequest request)
    {
        if (known?.InstanceId is not string former || former == request.InstanceId)
            return known?.Replaced ?? [];
        return [.. known.Replaced.Append(former).Where(id => id != request.InstanceId).TakeLast(InstancesMax)];
    }

    /// <summary>The refusal of an agent whose id is taken.</summary>
    public static ErrorBody Taken(NodeRecord known) => ErrorBody.From(
        ErrorCode.Conflict,
        $"Node {known.NodeId} is in the fleet already, as another agent at {known.Address}: give one of them a node_id "
            + "of its own. If that agent has died, this one is taken in once it has been silent for long enough.",
        "node_id");
}
