using LlamaOrch.Contracts.Artifacts;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the artifacts' routes.</summary>
internal static class ArtifactDocs
{
    private const string Tag = "artifacts";

    public static RouteDoc Store { get; } = new(Tag, "Keeps the body under its SHA-256, with its content type.")
    {
        Id = "createArtifact",
        Description = "The body is any content. The same content again is the same artifact.",
        Answer = typeof(ArtifactView),
        Status = 201,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.StorageUnavailable],
    };

    public static RouteDoc Show { get; } = new(Tag, "The content of an artifact, in its own content type.")
    {
        Id = "getArtifact",
        Answer = typeof(Stream),
        ContentType = "application/octet-stream",
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.StorageUnavailable],
        Headers = new Dictionary<string, string>
        {
            ["If-None-Match"] = "The ETag of an earlier answer: 304 while the artifact is there.",
        },
    };
}
