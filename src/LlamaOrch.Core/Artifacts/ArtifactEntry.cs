using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Artifacts;

/// <summary>What is known of an artifact without its content.</summary>
public sealed record ArtifactEntry
{
    /// <summary>The SHA-256 of its content, by which it is found.</summary>
    public required Sha256Digest ArtifactId { get; init; }

    /// <summary>Why it is there.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>Its media type.</summary>
    public required string ContentType { get; init; }

    /// <summary>Its size, bytes.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>When it was stored last; its age counts from here.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>The task that it is the record of; null for an upload.</summary>
    public TaskId? TaskId { get; init; }
}
