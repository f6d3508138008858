using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>Answer to <c>POST /v2/catalog/models/{id}/verify</c>.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Nodes">Every node of the fleet, by id.</param>
/// <param name="Digest">What its file must be; absent when the catalog does not say.</param>
public sealed record ModelVerification(
    ModelId ModelId, IReadOnlyList<NodeVerification> Nodes, Sha256Digest? Digest = null);
