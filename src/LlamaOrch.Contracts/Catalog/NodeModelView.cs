using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>A model file as <c>GET /v2/models</c> of a node shows it.</summary>
public sealed record NodeModelView
{
    /// <summary>The model's name for clients.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>How the file stands.</summary>
    public required NodeModelState State { get; init; }

    /// <summary>The file's path below <c>models_dir</c>, or its name alone where it lies elsewhere.</summary>
    public required string File { get; init; }

    /// <summary>Size of the file, bytes; absent while it is missing.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Digest of the file as it is now; absent until it has been computed.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>What the digest must be; absent when nobody said.</summary>
    public Sha256Digest? ExpectedDigest { get; init; }

    /// <summary>The node's pools that are configured with this file.</summary>
    public required IReadOnlyList<PoolId> Pools { get; init; }
}
