using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog.References;

namespace LlamaOrch.Core.Catalog;

/// <summary>A model that somebody registered.</summary>
public sealed record CatalogModel
{
    /// <summary>The name that clients ask for.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>Where it comes from.</summary>
    public required ModelReference Reference { get; init; }

    /// <summary>What its file must be; null when any will do.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>Size of its file, bytes; null while unknown.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Whether it takes new tasks.</summary>
    public ModelState State { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }
}
