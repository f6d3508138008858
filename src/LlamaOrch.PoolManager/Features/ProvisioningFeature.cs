using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Provisioning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Features;

internal static class ProvisioningFeature
{
    public static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton(Random.Shared)
        .AddSingleton(provider => new EngineLeftovers(
            Path.Combine(provider.GetRequiredService<DataDirectory>().Path, "engines"),
            provider.GetRequiredService<ILogger<EngineLeftovers>>()))
        .AddSingleton<ProvisionerFactory>()
        .AddSingleton<PoolControl>()
        .AddSingleton<PoolProvisioning>()
        .AddHostedService(provider => provider.GetRequiredService<PoolProvisioning>());
}
