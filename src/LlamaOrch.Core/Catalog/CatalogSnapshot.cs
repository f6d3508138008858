using System.Collections.Immutable;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Catalog;

/// <summary>The registered models: immutable, versioned, a part of each picture of the fleet.</summary>
public sealed record CatalogSnapshot
{
    /// <summary>A catalog in which nobody has registered anything.</summary>
    public static CatalogSnapshot Empty { get; } = new();

    /// <summary>Grows with each change.</summary>
    public long Version { get; init; }

    /// <summary>The models by id.</summary>
    public ImmutableSortedDictionary<string, CatalogModel> Models { get; init; } =
        ImmutableSortedDictionary.Create<string, CatalogModel>(StringComparer.Ordinal);

    /// <summary>A model; null when nobody registered it.</summary>
    public CatalogModel? Find(ModelId model) => Models.GetValueOrDefault(model.Value);

    /// <summary>Whether a model takes no new tasks. What nobody registered is active.</summary>
    public bool IsRetired(ModelId model) => Find(model) is { State: ModelState.Retired };
}
