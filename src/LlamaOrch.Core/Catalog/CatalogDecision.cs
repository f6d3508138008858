using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Catalog;

/// <summary>What came of a catalog event.</summary>
/// <param name="Catalog">The catalog from now on; the same object when nothing changed.</param>
/// <param name="Saved">The model to be kept; null for none.</param>
/// <param name="Deleted">The model to be deleted; null for none.</param>
/// <param name="Refusal">Why the event was refused; null when it was taken.</param>
public sealed record CatalogDecision(
    CatalogSnapshot Catalog,
    CatalogModel? Saved = null,
    ModelId? Deleted = null,
    ErrorBody? Refusal = null);
