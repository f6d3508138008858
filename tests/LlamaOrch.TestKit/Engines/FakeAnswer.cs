using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlamaOrch.Contracts.Http;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.TestKit.Engines;

/// <summary>Answers of a <see cref="FakeEngine"/>, well-formed or faulty.</summary>
internal static class FakeAnswer
{
    private static readonly byte[] Garbage = [0x00, 0xff, .. "<html>{[data: \n"u8, 0xfe, 0x80];

    public static async Task WriteAsync(
        HttpContext context, FakeEngine engine, SeenRequest request, Task released)
    {
        switch (engine.Behavior.Fault)
        {
            case EngineFault.Hang:
                await UntilGoneAsync(context);
                break;
            case EngineFault.Garbage:
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.WriteAsync(Garbage);
                break;
            case EngineFault.ResetBeforeAnswer:
                context.Abort();
                break;
            case EngineFault.BadRequest:
                await ErrorAsync(context, 400, "invalid_request_error", "No such sampler");
                break;
            case EngineFault.Unauthorized:
                await ErrorAsync(context, 401, "authentication_error", "Invalid API Key");
                break;
            case EngineFault.InternalError:
                await ErrorAsync(context, 500, "server_error", "The graph fell over");
                break;
            case EngineFault.Unavailable:
                await ErrorAsync(context, 503, "unavailable_error", "Loading model");
                break;
            default:
                await AnswerAsync(context, engine.Behavior, request, released);
                break;
        }
    }

    /// <exception cref="OperationCanceledException">The caller went away, which is the only end of this.</exception>
    public static Task UntilGoneAsync(HttpContext context) =>
        new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);

    public static Task ErrorAsync(HttpContext context, int status, string type, string message) =>
        JsonAsync(context, status, new JsonObject
        {
            ["error"] = new JsonObject { ["code"] = status, ["message"] = message, ["type"] = type },
        });

    public static Task JsonAsync(HttpContext context, int status, JsonNode answer)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(answer.ToJsonString());
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }

    private static async Task AnswerAsync(
        HttpContext context, FakeEngineBehavior behavior, SeenRequest request, Task released)
    {
        JsonObject? asked = Parse(request.Body);
        bool stream = asked?["stream"]?.GetValueKind() == JsonValueKind.True;
        var shape = new FakeShape(request.Path == EngineRoutes.ChatCompletions, behavior.ModelId);
        if (request.Path == EngineRoutes.Embeddings)
            await JsonAsync(context, 200, shape.Embedding());
        else if (asked?["tools"] is JsonArray tools)
            await JsonAsync(context, 200, shape.ToolCall(tools));
        else if (stream)
            await StreamAsync(context, behavior, shape, request, released);
        else
            await WholeAsync(context, behavior, shape, released);
    }

    private static async Task WholeAsync(
        HttpContext context, FakeEngineBehavior behavior, FakeShape shape, Task released)
    {
        foreach (string _ in behavior.Tokens)
            await PaceAsync(context, behavior);
        if (behavior.HoldAfterTokens is not null)
            await released.WaitAsync(context.RequestAborted);
        byte[] answer = Encoding.UTF8.GetBytes(shape.Whole(behavior.Tokens).ToJsonString());
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = answer.Length;
        bool breaks = behavior.Fault == EngineFault.ResetMidStream;
        await context.Response.Body.WriteAsync(answer.AsMemory(0, breaks ? answer.Length / 2 : answer.Length));
        await context.Response.Body.FlushAsync();
        if (!breaks)
            return;
        await PaceAsync(context, behavior);
        context.Abort();
    }

    private static async Task StreamAsync(
        HttpContext context, FakeEngineBehavior behavior, FakeShape shape, SeenRequest request, Task released)
    {
        context.Response.ContentType = "text/event-stream";
        for (int index = 0; index < behavior.Tokens.Count; index++)
        {
            if (behavior.HoldAfterTokens == index)
                await released.WaitAsync(context.RequestAborted);
            if (index == behavior.FaultAfterTokens && behavior.Fault == EngineFault.ResetMidStream)
            {
                await PaceAsync(context, behavior);
                context.Abort();
                return;
            }

            if (index == behavior.FaultAfterTokens && behavior.Fault == EngineFault.EndEarly)
                return;
            if (index == behavior.FaultAfterTokens && behavior.Fault == EngineFault.EndMidLine)
            {
                await context.Response.WriteAsync("data: {\"choices\":[{\"del");
                return;
            }

            if (index == behavior.FaultAfterTokens && behavior.Fault == EngineFault.ErrorMidStream)
            {
                await EventAsync(context, Quoting(request).ToJsonString());
                return;
            }

            await PaceAsync(context, behavior);
            await EventAsync(context, shape.Token(behavior.Tokens[index]).ToJsonString());
        }

        await EventAsync(context, shape.Last(behavior.Tokens.Count).ToJsonString());
        await EventAsync(context, "[DONE]");
    }

    private static JsonObject Quoting(SeenRequest request) => new()
    {
        ["error"] = new JsonObject
        {
            ["code"] = 500,
            ["message"] = $"Can't go on with {Encoding.UTF8.GetString(request.Body)}",
            ["type"] = "server_error",
        },
    };

    private static async Task EventAsync(HttpContext context, string data)
    {
        context.RequestAborted.ThrowIfCancellationRequested();
        await context.Response.WriteAsync($"data: {data}\n\n");
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static async ValueTask PaceAsync(HttpContext context, FakeEngineBehavior behavior)
    {
        if (behavior.TokenDelay <= TimeSpan.Zero)
            return;
        using var pace = new PeriodicTimer(behavior.TokenDelay);
        await pace.WaitForNextTickAsync(context.RequestAborted);
    }

    private static JsonObject? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
