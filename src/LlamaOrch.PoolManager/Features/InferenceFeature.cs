using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.PoolManager.Endpoints;
using LlamaOrch.PoolManager.Inference;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class InferenceFeature
{
    public static IServiceCollection AddInference(this IServiceCollection services) => services
        .AddSingleton<EngineClient>()
        .AddSingleton<InferLog>()
        .AddSingleton<InferProxy>();

    public static IServiceCollection AddEndpoints(this IServiceCollection services) => services
        .AddApiDocument("pool-managerd", "The node agent of llama-orch: watches engines and owns their slots.")
        .AddSingleton<MetaEndpoints>()
        .AddSingleton<RegistrationEndpoints>()
        .AddSingleton<PoolEndpoints>();
}
