using System.Diagnostics;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Tracing;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Errors;

/// <summary>Writes errors: in the one shape of the v2 APIs, and below <c>/v1/</c> in OpenAI's.</summary>
public static class ErrorResponse
{
    /// <summary>Answers with a code and one sentence.</summary>
    public static Task WriteAsync(HttpContext context, ErrorCode code, string message, string? field = null) =>
        WriteAsync(context, code, ErrorBody.From(code, message, field));

    /// <summary>
    /// Answers with a whole body; sets <c>Retry-After</c> (whole seconds, rounded up) when a delay is known.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="code">Gives the HTTP status unless <paramref name="status"/> does.</param>
    /// <param name="body">The body.</param>
    /// <param name="status">Another HTTP status, where the code alone would say too little (413, 408).</param>
    public static async Task WriteAsync(HttpContext context, ErrorCode code, ErrorBody body, int? status = null)
    {
        context.Response.StatusCode = status ?? code.HttpStatus();
        context.Response.ContentType = "application/json; charset=utf-8";
        Activity.Current?.SetTag(SpanTags.Error, code.WireName());
        AddRetryAfter(context.Response.Headers, body.RetryAfterMs);

        if (OpenAiPlane.Has(context.Request.Path))
        {
            OpenAiErrors.AddRetryHeaders(context.Response.Headers, body);
            using var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.Writer);
            OpenAiErrors.Write(json, body, context.Response.StatusCode);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }

        await JsonSerializer.SerializeAsync(
            context.Response.Body, body, ContractsJsonContext.Default.ErrorBody, context.RequestAborted);
    }

    /// <summary>Says when to try again; nothing when that is not known.</summary>
    /// <param name="headers">The answer's headers.</param>
    /// <param name="retryAfterMs">The delay, milliseconds; null while unknown.</param>
    public static void AddRetryAfter(IHeaderDictionary headers, long? retryAfterMs)
    {
        if (retryAfterMs is not (long and > 0 and var delayMs))
            return;
        // Divided first: no delay is so long that it overflows.
        headers.RetryAfter = (delayMs / 1000 + (delayMs % 1000 == 0 ? 0 : 1)).ToString();
        headers["X-Backoff-Ms"] = delayMs.ToString();
    }
}
