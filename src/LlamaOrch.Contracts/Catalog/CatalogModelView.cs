using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>A model as <c>GET /v2/catalog/models</c> shows it.</summary>
public sealed record CatalogModelView
{
    /// <summary>The name that clients ask for.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>Whether it takes new tasks.</summary>
    public required ModelState State { get; init; }

    /// <summary>Whether nobody registered it: it is here because a node has it.</summary>
    public required bool Discovered { get; init; }

    /// <summary>Where it comes from; absent for a discovered one.</summary>
    public string? Reference { get; init; }

    /// <summary>What its file must be; absent when any will do.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>Size of its file, bytes; absent while unknown.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>When it was registered; absent for a discovered one.</summary>
    public DateTimeOffset? RegisteredAt { get; init; }

    /// <summary>The nodes that have it, by id.</summary>
    public required IReadOnlyList<NodeId> Nodes { get; init; }
}
