using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Json;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>Answers that a node gives.</summary>
internal static class NodeAnswers
{
    /// <summary>A whole chat answer.</summary>
    public static string Whole(string text) => JsonSerializer.Serialize(new
    {
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text },
            finish_reason = "stop" } },
        usage = new { prompt_tokens = 7, completion_tokens = 3, total_tokens = 10 },
    });

    public static Task WholeAsync(HttpContext context, string text) =>
        BytesAsync(context, Encoding.UTF8.GetBytes(Whole(text)));

    public static Task BytesAsync(HttpContext context, byte[] body, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    /// <summary>One event of a chat stream.</summary>
    public static string Token(string text)
    {
        var chunk = new { choices = new[] { new { index = 0, delta = new { content = text } } } };
        return $"data: {JsonSerializer.Serialize(chunk)}\n\n";
    }

    /// <summary>The end of a chat stream.</summary>
    public const string End =
        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":3,\"total_tokens\":10}}\n\n"
        + "data: [DONE]\n\n";

    /// <summary>A stream of events, each piece in a write of its own.</summary>
    public static async Task StreamAsync(HttpContext context, params string[] pieces)
    {
        context.Response.ContentType = "text/event-stream";
        foreach (string piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    }

    /// <summary>The node itself refuses.</summary>
    public static Task RefuseAsync(HttpContext context, ErrorCode code, string message = "No.")
    {
        context.Response.StatusCode = code.HttpStatus();
        context.Response.Headers[LlorchHeaders.NodeRefusal] = code.WireName();
        return context.Response.WriteAsJsonAsync(ErrorBody.From(code, message), ContractsJsonContext.Default.ErrorBody);
    }

    /// <summary>Answers nothing until the control plane gives up.</summary>
    public static Task HangAsync(HttpContext context) =>
        new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
}
