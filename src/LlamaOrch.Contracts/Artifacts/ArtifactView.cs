using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Artifacts;

/// <summary>Answer to <c>POST /v2/artifacts</c>.</summary>
/// <param name="ArtifactId">The SHA-256 of the content, by which it is found.</param>
/// <param name="ContentType">Its type as it was given, or <c>application/octet-stream</c>.</param>
/// <param name="SizeBytes">Its size, bytes.</param>
/// <param name="CreatedAt">When it was stored last; its age counts from here.</param>
public sealed record ArtifactView(
    Sha256Digest ArtifactId, string ContentType, long SizeBytes, DateTimeOffset CreatedAt);
