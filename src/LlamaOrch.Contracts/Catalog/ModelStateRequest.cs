namespace LlamaOrch.Contracts.Catalog;

/// <summary><c>POST /v2/catalog/models/{id}/state</c>.</summary>
/// <param name="State"><c>Active</c> or <c>Retired</c>.</param>
public sealed record ModelStateRequest(ModelState State);
