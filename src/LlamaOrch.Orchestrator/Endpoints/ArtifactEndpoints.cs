using LlamaOrch.Contracts.Artifacts;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Artifacts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Content by its digest.</summary>
internal sealed partial class ArtifactEndpoints(
    ArtifactUpload upload, ArtifactKeeper keeper, ArtifactLimits limits, ILogger<ArtifactEndpoints> logger)
{
    private const string AnyContent = "application/octet-stream";
    private const int ContentTypeLengthMax = 255;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/artifacts", StoreAsync).Describe(ArtifactDocs.Store);
        routes.MapGet("/v2/artifacts/{id}", ShowAsync).Describe(ArtifactDocs.Show);
    }

    private async Task StoreAsync(HttpContext context)
    {
        // What is kept is what came, and nobody would know later that it has to be inflated.
        RequestBody.RefuseCompressed(context.Request);
        string type = context.Request.ContentType is { Length: > 0 } given ? given : AnyContent;
        if (type.Length > ContentTypeLengthMax || !type.All(c => c is >= ' ' and < '\x7f'))
        {
            await ErrorResponse.WriteAsync(
                context,
                ErrorCode.InvalidParams,
                $"A content type has at most {ContentTypeLengthMax} printable ASCII characters.",
                "Content-Type");
            return;
        }

        try
        {
            NewArtifact? artifact = await upload.ReadAsync(context.Request.Body, type, context.RequestAborted);
            if (artifact is null)
            {
                await ErrorResponse.WriteAsync(
                    context,
                    ErrorCode.InvalidParams,
                    ErrorBody.From(
                        ErrorCode.InvalidParams,
                        $"An artifact has at most {limits.BytesMax} bytes: artifacts_bytes_max."),
                    StatusCodes.Status413PayloadTooLarge);
                return;
            }

            await keeper.SaveAsync([artifact], context.RequestAborted);
            ArtifactEntry entry = artifact.Entry;
            context.Response.Headers.Location = $"/v2/artifacts/{entry.ArtifactId}";
            await JsonAnswer.WriteAsync(
                context,
                new ArtifactView(entry.ArtifactId, entry.ContentType, entry.SizeBytes, entry.StoredAt),
                ContractsJsonContext.Default.ArtifactView,
                StatusCodes.Status201Created);
        }
        catch (Exception failure) when (failure is StorageException or UnauthorizedAccessException
            || (failure is IOException and not BadHttpRequestException
                && !context.RequestAborted.IsCancellationRequested))
        {
            LogNotStored(logger, failure);
            await ErrorResponse.WriteAsync(
                context, ErrorCode.StorageUnavailable, "The artifact can't be written now: try again shortly.");
        }
    }

    private async Task ShowAsync(HttpContext context)
    {
        if (!Sha256Digest.TryParse(context.GetRouteValue("id") as string, out Sha256Digest id))
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.InvalidParams, "The id of an artifact is 'sha256:' and 64 hex digits.", "id");
            return;
        }

        (ArtifactEntry Entry, Stream Content)? found;
        try
        {
            found = await keeper.FindAsync(id, context.RequestAborted);
        }
        catch (StorageException failure)
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.StorageUnavailable, failure.Message);
            return;
        }

        if (found is not (ArtifactEntry entry, Stream content))
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no artifact {id}.", "id");
            return;
        }

        await using (content)
        {
            string tag = $"\"{id}\"";
            context.Response.Headers.ETag = tag;
            context.Response.Headers.CacheControl = "private, immutable, max-age=31536000";
            // Somebody sent it: it must not run as a page of ours.
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers.ContentSecurityPolicy = "sandbox";
            if (context.Request.Headers.IfNoneMatch.ToString().Split(',', StringSplitOptions.TrimEntries).Contains(tag))
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            context.Response.ContentType = entry.ContentType;
            context.Response.ContentLength = entry.SizeBytes;
            await content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    [LoggerMessage(2715, LogLevel.Warning, "An artifact could not be stored", EventName = "artifact_not_stored")]
    private static partial void LogNotStored(ILogger logger, Exception failure);
}
