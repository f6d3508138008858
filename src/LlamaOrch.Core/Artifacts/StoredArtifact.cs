namespace LlamaOrch.Core.Artifacts;

/// <summary>An artifact in the store.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Content">Its content where it is small enough to lie in the store; null where it is a file.</param>
public sealed record StoredArtifact(ArtifactEntry Entry, ReadOnlyMemory<byte>? Content);
