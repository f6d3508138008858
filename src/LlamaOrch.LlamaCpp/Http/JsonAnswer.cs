using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http;

/// <summary>Writes JSON straight into a response's own memory.</summary>
internal static class JsonAnswer
{
    /// <summary>Text goes out as UTF-8; only what JSON demands is escaped.</summary>
    public static JsonWriterOptions Options { get; } = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>Answers 200 with what <paramref name="write"/> writes.</summary>
    public static Task OkAsync(HttpContext context, Action<Utf8JsonWriter> write) => SendAsync(context, 200, write);

    /// <summary>Answers an error.</summary>
    public static Task ErrorAsync(HttpContext context, ApiError error) =>
        SendAsync(context, error.Status, error.Write);

    private static async Task SendAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Options))
            write(json);
        await context.Response.BodyWriter.FlushAsync();
    }
}
