using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Requests;

/// <summary>JSON in and out, source-generated.</summary>
public static class JsonAnswer
{
    /// <summary>Answers with a value.</summary>
    public static Task WriteAsync<TValue>(
        HttpContext context, TValue value, JsonTypeInfo<TValue> type, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    /// <summary>Reads the request's body.</summary>
    /// <exception cref="JsonException">The body is not such a value; answered as <c>INVALID_PARAMS</c>.</exception>
    public static async ValueTask<TValue> ReadAsync<TValue>(HttpContext context, JsonTypeInfo<TValue> type)
        where TValue : class =>
        await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
            ?? throw new JsonException("null is not a value here");
}
