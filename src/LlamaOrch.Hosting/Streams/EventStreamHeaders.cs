using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Streams;

/// <summary>The headers without which what stands between us and a client keeps a stream back.</summary>
public static class EventStreamHeaders
{
    /// <summary>The content type of an event stream of ours.</summary>
    public const string ContentType = "text/event-stream; charset=utf-8";

    /// <summary>
    /// Sets them: no cache may keep the stream, nobody may compress it into blocks, and nginx, which collects answers
    /// by default, passes each byte on (<c>X-Accel-Buffering</c>).
    /// </summary>
    /// <param name="response">The answer; its headers must not be out yet.</param>
    /// <param name="contentType">The engine's content type where that says what it is; otherwise ours.</param>
    public static void Set(HttpResponse response, string? contentType = null)
    {
        response.ContentType = Names(contentType) ? contentType : ContentType;
        response.Headers.CacheControl = "no-cache, no-store, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Whether a content type is that of event streams.</summary>
    public static bool Names(string? contentType) =>
        contentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;
}
