using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Hosting.Errors;
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
    /// <exception cref="RefusedBodyException">A text of it can't be read; answered likewise.</exception>
    public static async ValueTask<TValue> ReadAsync<TValue>(HttpContext context, JsonTypeInfo<TValue> type)
        where TValue : class
    {
        using RequestBody body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        JsonText.Check(body.Bytes.Span);
        return JsonSerializer.Deserialize(body.Bytes.Span, type)
            ?? throw new JsonException("null is not a value here");
    }
}
