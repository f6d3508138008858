using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Catalog;

/// <summary>The catalog beside what the nodes have, as the API shows it.</summary>
public static class CatalogPictures
{
    /// <summary>All models, registered or discovered, by id.</summary>
    public static IReadOnlyList<CatalogModelView> List(FleetSnapshot fleet)
    {
        ILookup<string, NodeId> holders = NodeModels(fleet)
            .SelectMany(node => node.Models, (node, model) => (Model: model.ModelId.Value, node.Node.NodeId))
            .ToLookup(held => held.Model, held => held.NodeId, StringComparer.Ordinal);
        return
        [
            .. fleet.Catalog.Models.Keys
                .Union(holders.Select(group => group.Key), StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(model => View(fleet.Catalog, new ModelId(model), [.. holders[model]])),
        ];
    }

    /// <summary>One model; null when nobody registered it and no node has it.</summary>
    public static CatalogModelView? Find(FleetSnapshot fleet, ModelId model)
    {
        NodeId[] nodes =
        [
            .. NodeModels(fleet)
                .Where(node => node.Models.Any(held => held.ModelId == model))
                .Select(node => node.Node.NodeId),
        ];
        return nodes.Length == 0 && fleet.Catalog.Find(model) is null ? null : View(fleet.Catalog, model, nodes);
    }

    /// <summary>Which node has which model.</summary>
    public static CatalogAvailability Availability(FleetSnapshot fleet)
    {
        NodeAvailability[] nodes =
            [.. NodeModels(fleet).Select(node => new NodeAvailability(node.Node.NodeId, node.Node.State, node.Models))];
        // A file that is not the catalog's is never served, so it replaces nobody's.
        int[] counts =
        [
            .. nodes
                .SelectMany(node => node.Models)
                .GroupBy(model => model.ModelId)
                .Select(group => group.Count(model => model.Verification != VerificationResult.Mismatch)),
        ];
        return new CatalogAvailability(
            nodes, counts.Count(count => count > 1), counts.Count(count => count == 1), counts.Length);
    }

    /// <summary>How each node's file of a model compares with the catalog.</summary>
    public static ModelVerification Verify(FleetSnapshot fleet, CatalogModel model) => new(
        model.ModelId,
        [.. fleet.Nodes.Select(node => Verify(fleet.Catalog, node, model.ModelId))],
        model.Digest);

    private static NodeVerification Verify(CatalogSnapshot catalog, NodeRecord node, ModelId model)
    {
        var worst = new NodeVerification(node.NodeId, VerificationResult.Absent);
        foreach (ModelReport file in Files(node).Where(file => file.ModelId == model))
        {
            VerificationResult result = DigestRules.Judge(catalog, file);
            if (DigestRules.Worse(result, worst.Result) == result)
                worst = new NodeVerification(node.NodeId, result, file.Digest);
        }

        bool serves = node.Pools.Values.Any(pool => pool.Report.ModelId == model);
        return worst.Result == VerificationResult.Absent && serves
            ? worst with { Result = VerificationResult.Unknown }
            : worst;
    }

    /// <summary>
    /// The nodes that are not offline with their models. Only files and what pools name count: whoever asks wants to
    /// know what would be left if a node went.
    /// </summary>
    private static IEnumerable<(NodeRecord Node, IReadOnlyList<ModelAvailability> Models)> NodeModels(
        FleetSnapshot fleet)
    {
        ILookup<NodeId, PoolSnapshot> pools = fleet.Pools.ToLookup(pool => pool.NodeId);
        foreach (NodeRecord node in fleet.Nodes.Where(node => node.State != NodeState.Offline))
        {
            IEnumerable<ModelId> models = pools[node.NodeId]
                .SelectMany(pool => pool.Report.ModelsAvailable.Concat(pool.ModelId is ModelId own ? [own] : []))
                .Concat(node.Models.Select(file => file.ModelId))
                .Distinct()
                .OrderBy(model => model.Value, StringComparer.Ordinal);
            yield return (
                node,
                [.. models.Select(model => new ModelAvailability(
                    model,
                    Verify(fleet.Catalog, node, model).Result,
                    [.. pools[node.NodeId].Where(pool => pool.ModelId == model).Select(Pool)]))]);
        }
    }

    private static IEnumerable<ModelReport> Files(NodeRecord node) =>
        node.Models.Concat(node.Pools.Values.SelectMany(pool => pool.Report.Models));

    private static PoolAvailability Pool(PoolSnapshot pool) => new(pool.PoolId, pool.Available, pool.SlotsTotal);

    private static CatalogModelView View(CatalogSnapshot catalog, ModelId model, IReadOnlyList<NodeId> nodes)
    {
        CatalogModel? known = catalog.Find(model);
        return new CatalogModelView
        {
            ModelId = model,
            State = known?.State ?? ModelState.Active,
            Discovered = known is null,
            Reference = known?.Reference.Text,
            Digest = known?.Digest,
            SizeBytes = known?.SizeBytes,
            RegisteredAt = known?.RegisteredAt,
            Nodes = nodes,
        };
    }
}
