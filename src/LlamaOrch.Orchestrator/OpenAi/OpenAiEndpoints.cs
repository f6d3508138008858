using LlamaOrch.Contracts.Http;
using LlamaOrch.Hosting.OpenApi;
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
            EngineRoutes.ChatCompletions, context => proxy.HandleAsync(context, EngineRoutes.ChatCompletions))
            .Describe(OpenAiDocs.Chat);
        routes.MapPost(EngineRoutes.Completions, context => proxy.HandleAsync(context, EngineRoutes.Completions))
            .Describe(OpenAiDocs.Completions);
        routes.MapPost(EngineRoutes.Embeddings, context => proxy.HandleAsync(context, EngineRoutes.Embeddings))
            .Describe(OpenAiDocs.Embeddings);
        routes.MapGet("/v1/models", models.ListAsync).Describe(OpenAiDocs.Models);
        // A model's id may hold slashes.
        routes.MapGet("/v1/models/{**id}", models.ShowAsync).Describe(OpenAiDocs.Model);
    }
}
