using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Fleet;

/// <summary>What outlives a restart of a node: enough to miss it, too little to use it.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Address">Where it is reached.</param>
/// <param name="Version">Version of its agent.</param>
/// <param name="LastHeartbeat">When it was last heard of, by the control plane's clock.</param>
/// <param name="Models">
/// The models that its pools serve, by name; null in a row that an earlier version has written.
/// </param>
public sealed record StoredNode(
    NodeId NodeId, Uri Address, string Version, DateTimeOffset LastHeartbeat, IReadOnlyList<ModelId>? Models = null)
{
    /// <summary>What is kept of a node.</summary>
    public static StoredNode Of(NodeRecord node) =>
        new(node.NodeId, node.Address, node.Version, node.LastHeartbeat, ModelsOf(node));

    /// <summary>Whether a node is, but for the time of its heartbeat, as it was kept.</summary>
    internal bool IsSameAs(NodeRecord node) =>
        Address == node.Address && Version == node.Version && (Models ?? []).SequenceEqual(ModelsOf(node));

    private static IReadOnlyList<ModelId> ModelsOf(NodeRecord node) => node.IsRestored
        ? node.RememberedModels
        :
        [
            .. node.Pools.Values
                .Where(pool => pool.Report.ModelId is not null)
                .Select(pool => pool.Report.ModelId!.Value)
                .Distinct()
                .OrderBy(model => model.Value, StringComparer.Ordinal),
        ];
}
