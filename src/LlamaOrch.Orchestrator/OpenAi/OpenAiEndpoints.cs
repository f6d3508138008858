using LlamaOrch.Contracts.Http;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Tracing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>The OpenAI-compatible plane.</summary>
internal static class OpenAiEndpoints
{
    public static void MapOpenAi(this IEndpointRouteBuilder routes)
    {
        OpenAiProxy proxy = routes.ServiceProvider.GetRequiredService<OpenAiProxy>();
        ModelList models = routes.ServiceProvider.GetRequiredService<ModelList>();
        SpanSource spans = routes.ServiceProvider.GetRequiredService<SpanSource>();
        MapEngine(EngineRoutes.ChatCompletions).Describe(OpenAiDocs.Chat);
        MapEngine(EngineRoutes.Completions).Describe(OpenAiDocs.Completions);
        MapEngine(EngineRoutes.Embeddings).Describe(OpenAiDocs.Embeddings);
        routes.MapGet("/v1/models", models.ListAsync).Describe(OpenAiDocs.Models);
        // A model's id may hold slashes.
        routes.MapGet("/v1/models/{**id}", models.ShowAsync).Describe(OpenAiDocs.Model);

        IEndpointConventionBuilder MapEngine(string route) => routes.MapPost(
            route, spans.Around($"POST {route}", route, context => proxy.HandleAsync(context, route)));
    }
}
