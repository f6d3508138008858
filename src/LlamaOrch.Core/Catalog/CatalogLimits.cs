namespace LlamaOrch.Core.Catalog;

/// <summary>Bounds of the catalog.</summary>
public sealed record CatalogLimits
{
    /// <summary>Most models that may be registered. Default 10,000.</summary>
    public int ModelsMax { get; init; } = 10_000;
}
