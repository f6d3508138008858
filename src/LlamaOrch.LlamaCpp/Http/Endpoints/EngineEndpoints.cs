using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Logging;
using LlamaOrch.LlamaCpp.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>The routes, as llama-server's clients know them.</summary>
internal static class EngineEndpoints
{
    /// <summary>
    /// Maps them; every answer but <c>/health</c>'s waits for nothing: before the model is there it is 503.
    /// </summary>
    public static void Map(WebApplication app, InferenceEngine engine, EngineOptions options)
    {
        if (options.LogFormat == EngineLogFormat.Json)
        {
            var lines = new RequestLines(options.ModelName, Console.Error);
            app.Use(next => context => lines.RunAsync(context, next));
        }

        app.Use(next => context => ErrorGate.RunAsync(context, next));
        app.UseRouting();
        app.Use(next => context => LoadingGate.RunAsync(context, engine, next));

        var info = new InfoEndpoints(engine, options);
        app.MapGet("/health", InfoEndpoints.HealthAsync);
        app.MapGet("/v1/health", InfoEndpoints.HealthAsync);
        app.MapGet("/props", info.PropsAsync);
        app.MapGet("/slots", info.SlotsAsync);
        app.MapGet("/models", info.ModelsAsync);
        app.MapGet("/v1/models", info.ModelsAsync);
        app.MapGet("/metrics", new MetricsEndpoint(engine).MetricsAsync);

        var completions = new CompletionEndpoints(engine, options);
        app.MapPost("/completion", completions.NativeAsync);
        app.MapPost("/completions", completions.NativeAsync);
        app.MapPost("/v1/completions", completions.TextAsync);
        app.MapPost("/chat/completions", completions.ChatAsync);
        app.MapPost("/v1/chat/completions", completions.ChatAsync);

        var embeddings = new EmbeddingEndpoints(engine, options);
        app.MapPost("/embedding", embeddings.NativeAsync);
        app.MapPost("/embeddings", embeddings.NativeAsync);
        app.MapPost("/v1/embeddings", embeddings.OpenAiAsync);

        var tokens = new TokenEndpoints(engine);
        app.MapPost("/tokenize", tokens.TokenizeAsync);
        app.MapPost("/detokenize", tokens.DetokenizeAsync);
        app.MapPost("/apply-template", tokens.ApplyTemplateAsync);
        app.MapFallback((HttpContext context) =>
            JsonAnswer.ErrorAsync(context, ApiError.NotFound("there is no such route")));
    }
}
