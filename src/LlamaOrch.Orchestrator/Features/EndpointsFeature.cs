using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Endpoints;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class EndpointsFeature
{
    public static IServiceCollection AddEndpoints(this IServiceCollection services) => services
        .AddApiDocument("orchestratord", "The control plane of llama-orch: admits, queues, places and streams.")
        .AddSingleton<MetaEndpoints>()
        .AddSingleton<StatusEndpoints>()
        .AddSingleton<NodeEndpoints>()
        .AddSingleton<PoolEndpoints>()
        .AddSingleton<DecisionEndpoints>()
        .AddSingleton<PlacementEndpoints>()
        .AddSingleton<SessionEndpoints>()
        .AddSingleton<TaskEventStream>()
        .AddSingleton<TaskEndpoints>();
}
