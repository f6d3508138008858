namespace LlamaOrch.Contracts.Catalog;

/// <summary>
/// <c>GET /v2/catalog/availability</c>: which node has which model. Nodes that are offline have none.
/// </summary>
/// <param name="Nodes">Every node that is not offline, by id.</param>
/// <param name="ReplicatedModels">
/// How many models two nodes or more have; a file that is not the catalog's does not count.
/// </param>
/// <param name="SingleNodeModels">Likewise how many exactly one node has: with it they would be gone.</param>
/// <param name="TotalModels">How many models some node has, whatever their files are.</param>
public sealed record CatalogAvailability(
    IReadOnlyList<NodeAvailability> Nodes, int ReplicatedModels, int SingleNodeModels, int TotalModels);
