using System.Collections.Immutable;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>What a node must satisfy to be in the fleet.</summary>
internal static class RegistrationRules
{
    public static ImmutableSortedDictionary<string, PoolRecord> NoPools { get; } =
        ImmutableSortedDictionary.Create<string, PoolRecord>(StringComparer.Ordinal);

    public static ErrorBody? Refuse(
        FleetState state, RegisterNodeRequest request, NodeRecord? known, FleetLimits limits)
    {
        if (request.NodeId.Value is null)
            return ErrorBody.From(ErrorCode.InvalidParams, "A node needs an id.", "node_id");
        if (string.IsNullOrWhiteSpace(request.MachineId) || request.MachineId.Length > IdentifierRules.LengthMax)
        {
            return ErrorBody.From(
                ErrorCode.InvalidParams,
                $"A machine id has 1 to {IdentifierRules.LengthMax} characters.",
                "machine_id");
        }

        if (request.Version.Length > IdentifierRules.LengthMax)
        {
            return ErrorBody.From(
                ErrorCode.InvalidParams, $"A version has at most {IdentifierRules.LengthMax} characters.", "version");
        }

        if (!IsBareHttpUrl(request.Address))
        {
            return ErrorBody.From(
                ErrorCode.InvalidParams,
                "The address must be an http or https URL with nothing after the port.",
                "address");
        }

        if (InstanceRules.Malformed(request) is ErrorBody malformed)
            return malformed;
        if (known is null && state.Nodes.Count >= limits.NodesMax)
        {
            return ErrorBody.From(
                ErrorCode.QuotaExceeded, $"The fleet has its limit of {limits.NodesMax} nodes.", "node_id");
        }

        return RefusePools(state, request.NodeId, request.Pools, limits) ?? RefuseModels(request.Models);
    }

    public static ErrorBody? RefusePools(
        FleetState state, NodeId nodeId, IReadOnlyList<PoolReport> pools, FleetLimits limits)
    {
        if (pools.Count > limits.PoolsPerNodeMax)
        {
            return ErrorBody.From(
                ErrorCode.InvalidParams, $"A node has at most {limits.PoolsPerNodeMax} pools.", "pools");
        }

        var seen = new HashSet<PoolId>();
        foreach (PoolReport pool in pools)
        {
            if (PoolReportRules.Refuse(pool) is ErrorBody invalid)
                return invalid;
            if (!seen.Add(pool.PoolId))
                return ErrorBody.From(ErrorCode.InvalidParams, $"Pool {pool.PoolId} is listed twice.", "pools");
            if (state.PoolOwners.TryGetValue(pool.PoolId, out NodeId owner) && owner != nodeId
                && state.Nodes[owner.Value].State != NodeState.Offline)
            {
                return ErrorBody.From(
                    ErrorCode.Conflict, $"Pool {pool.PoolId} belongs to node {owner}: pool ids are unique.", "pools");
            }
        }

        return null;
    }

    public static ErrorBody? RefuseModels(IReadOnlyList<ModelReport>? models)
    {
        if (models is null)
            return null;
        return models.Count > PoolLimits.NodeModelsMax
            ? ErrorBody.From(
                ErrorCode.InvalidParams, $"A node reports at most {PoolLimits.NodeModelsMax} model files.", "models")
            : PoolReportRules.Refuse(models, "models");
    }

    public static ErrorBody? RefuseDisks(IReadOnlyList<DiskReport>? disks)
    {
        if (disks is null)
            return null;
        if (disks.Count > DiskReport.DisksMax)
        {
            return ErrorBody.From(
                ErrorCode.InvalidParams, $"A node reports at most {DiskReport.DisksMax} disks.", "disks");
        }

        return disks.All(disk => disk is { FreeBytes: >= 0 } && disk.TotalBytes >= disk.FreeBytes)
            ? null
            : ErrorBody.From(
                ErrorCode.InvalidParams, "A disk has from 0 to 'total_bytes' bytes free.", "disks");
    }

    public static ErrorBody UnknownNode(NodeId nodeId) =>
        ErrorBody.From(ErrorCode.NotFound, $"Node {nodeId} is not registered: register it first.", "node_id");

    private static bool IsBareHttpUrl(Uri address) =>
        address.IsAbsoluteUri
        && address.Scheme is "http" or "https"
        && address.PathAndQuery == "/"
        && address.Fragment.Length == 0
        && address.UserInfo.Length == 0;
}
