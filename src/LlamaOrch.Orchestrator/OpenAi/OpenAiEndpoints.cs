using LlamaOrch.Contracts.Http;
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
        routes.MapPost(
            EngineRoutes.ChatCompletions, context => proxy.HandleAsync(context, EngineRoutes.ChatCompletions));
        routes.MapPost(EngineRoutes.Completions, context => proxy.HandleAsync(context, EngineRoutes.Completions));
        routes.MapPost(EngineRoutes.Embeddings, context => proxy.HandleAsync(context, EngineRoutes.Embeddings));
        routes.MapGet("/v1/models", models.ListAsync);
        // A model's id may hold slashes.
        routes.MapGet("/v1/models/{**id}", models.ShowAsync);
    }
}
