using System.Text.Json.Nodes;
using LlamaOrch.Contracts.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.TestKit.Engines;

/// <summary>The routes of a <see cref="FakeEngine"/>.</summary>
internal static class FakeEngineRoutes
{
    public static void Map(WebApplication app, FakeEngine engine)
    {
        app.MapGet("/health", context => LlamaOnlyAsync(context, engine, new JsonObject { ["status"] = "ok" }));
        app.MapGet("/props", context => LlamaOnlyAsync(context, engine, Props(engine.Behavior)));
        app.MapGet("/slots", context => LlamaOnlyAsync(context, engine, Slots(engine)));
        app.MapGet("/v1/models", context => HealthyAsync(context, engine, Models(engine.Behavior)));
        app.MapPost(EngineRoutes.ChatCompletions, context => InferAsync(context, engine));
        app.MapPost(EngineRoutes.Completions, context => InferAsync(context, engine));
        app.MapPost(EngineRoutes.Embeddings, context => InferAsync(context, engine));
    }

    private static Task LlamaOnlyAsync(HttpContext context, FakeEngine engine, JsonNode answer)
    {
        if (engine.Behavior.IsLlamaServer)
            return HealthyAsync(context, engine, answer);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task HealthyAsync(HttpContext context, FakeEngine engine, JsonNode answer)
    {
        FakeEngineBehavior behavior = engine.Behavior;
        if (!IsAllowed(context, behavior))
            await FakeAnswer.ErrorAsync(context, 401, "authentication_error", "Invalid API Key");
        else if (behavior.HealthHangs)
            await FakeAnswer.UntilGoneAsync(context);
        else if (behavior.HealthStatus != StatusCodes.Status200OK)
            await FakeAnswer.ErrorAsync(context, behavior.HealthStatus, "unavailable_error", "Loading model");
        else
            await FakeAnswer.JsonAsync(context, StatusCodes.Status200OK, answer);
    }

    private static async Task InferAsync(HttpContext context, FakeEngine engine)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var request = new SeenRequest(
            context.Request.Path,
            body.ToArray(),
            context.Request.ContentType,
            context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        Task released = engine.Began(request);
        try
        {
            if (!IsAllowed(context, engine.Behavior))
                await FakeAnswer.ErrorAsync(context, 401, "authentication_error", "Invalid API Key");
            else if (engine.Behavior.IsStrict && !Names(engine.Behavior).Contains(ModelOf(request)))
                await FakeAnswer.ErrorAsync(context, 404, "not_found_error", "The model does not exist.");
            else
                await FakeAnswer.WriteAsync(context, engine, request, released);
        }
        catch (OperationCanceledException)
        {
            // The caller went away: that is what the count below is for.
        }
        finally
        {
            engine.Ended(context.RequestAborted.IsCancellationRequested && engine.Behavior.Fault is not
                (EngineFault.ResetBeforeAnswer or EngineFault.ResetMidStream));
        }
    }

    private static JsonObject Props(FakeEngineBehavior behavior) => new()
    {
        ["default_generation_settings"] = new JsonObject { ["n_ctx"] = behavior.ContextTokens },
        ["total_slots"] = behavior.Slots,
        ["model_path"] = $"/models/{behavior.ModelId}.gguf",
        ["model_alias"] = behavior.ModelId,
        ["chat_template"] = string.Empty,
        ["build_info"] = "fake-1",
    };

    private static JsonArray Slots(FakeEngine engine) => new([.. Enumerable.Range(0, engine.Behavior.Slots)
        .Select(id => (JsonNode)new JsonObject
        {
            ["id"] = id,
            ["n_ctx"] = engine.Behavior.ContextTokens,
            ["is_processing"] = id < engine.ActiveCount,
        })]);

    private static JsonObject Models(FakeEngineBehavior behavior) => new()
    {
        ["object"] = "list",
        ["data"] = new JsonArray([.. Names(behavior)
            .Select(name => (JsonNode)new JsonObject { ["id"] = name, ["object"] = "model" })]),
    };

    private static IReadOnlyList<string> Names(FakeEngineBehavior behavior) => behavior.Models ?? [behavior.ModelId];

    private static bool IsAllowed(HttpContext context, FakeEngineBehavior behavior) =>
        behavior.ApiKey is null || context.Request.Headers.Authorization == $"Bearer {behavior.ApiKey}";

    private static string? ModelOf(SeenRequest request) => JsonNode.Parse(request.Body)?["model"]?.GetValue<string>();
}
