namespace LlamaOrch.Contracts.Catalog;

/// <summary>
/// <c>GET /v2/catalog/availability</c>: which node has which model. Nodes that are offline have none.
/// </summary>
/// <param name="Nodes">Every node that is not offline, by id.</param>
/// <param name="ReplicatedModels">How many models two nodes or more have.</param>
/// <param name="SingleNodeModels">How many models exactly one node has: with it they would be gone.</param>
/// <param name="TotalModels">How many models some node has.</param>
public sealed record CatalogAvailability(
    IReadOnlyList<NodeAvailability> Nodes, int ReplicatedModels, int SingleNodeModels, int TotalModels);
