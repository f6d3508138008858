using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>Reads a request's JSON object.</summary>
internal static class RequestBody
{
    /// <summary>The largest body that is read, in bytes.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The document; dispose of it after use.</summary>
    /// <exception cref="ApiException">It is no JSON object.</exception>
    public static async ValueTask<JsonDocument> ReadAsync(HttpContext context)
    {
        PipeReader reader = context.Request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(context.RequestAborted);
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }

            // The document refers to the bytes that it was made of, and these go back to the pipe.
            byte[] bytes = read.Buffer.ToArray();
            reader.AdvanceTo(read.Buffer.End);
            return Parse(bytes);
        }
    }

    private static JsonDocument Parse(byte[] bytes)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(bytes);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                BodyText.Check(bytes);
                return document;
            }

            document.Dispose();
            throw ApiException.Invalid("the body must be a JSON object");
        }
        catch (JsonException malformed)
        {
            throw ApiException.Invalid($"the body is not JSON: {malformed.Message}");
        }
    }
}
