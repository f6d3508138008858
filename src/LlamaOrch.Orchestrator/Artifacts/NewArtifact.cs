using LlamaOrch.Core.Artifacts;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>An artifact on its way into the store.</summary>
/// <param name="Entry">What is known of it.</param>
/// <param name="Content">Its content where it is small; null where it is in a file.</param>
/// <param name="File">The file that it was written to, still without its name; null where it is small.</param>
internal sealed record NewArtifact(ArtifactEntry Entry, ReadOnlyMemory<byte>? Content, FileStream? File = null);
