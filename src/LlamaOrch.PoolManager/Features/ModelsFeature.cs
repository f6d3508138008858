using LlamaOrch.PoolManager.Endpoints;
using LlamaOrch.PoolManager.Models;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class ModelsFeature
{
    public static IServiceCollection AddModels(this IServiceCollection services) => services
        .AddSingleton<ModelDigests>()
        .AddSingleton<ModelRegistry>()
        .AddSingleton<ModelStateFiles>()
        .AddSingleton<ModelsDirectory>()
        .AddSingleton<ModelReports>()
        .AddSingleton<ModelRegistration>()
        .AddSingleton<ModelEndpoints>()
        .AddSingleton<DigestWorker>()
        .AddHostedService(provider => provider.GetRequiredService<DigestWorker>());
}
