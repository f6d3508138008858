using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Catalog;

/// <summary>Something that an operator wants of the catalog.</summary>
public abstract record CatalogEvent
{
    private CatalogEvent()
    {
    }

    /// <summary>A name shall stand for a model.</summary>
    public sealed record Registered(RegisterModelRequest Request) : CatalogEvent;

    /// <summary>A model shall take new tasks, or none.</summary>
    public sealed record StateSet(ModelId ModelId, ModelState State) : CatalogEvent;

    /// <summary>A model shall be forgotten.</summary>
    public sealed record Removed(ModelId ModelId) : CatalogEvent;
}
