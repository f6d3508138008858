using LlamaOrch.PoolManager.Provisioning;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class ProvisioningFeature
{
    public static IServiceCollection AddProvisioning(this IServiceCollection services) => services
        .AddSingleton(Random.Shared)
        .AddSingleton<ProvisionerFactory>()
        .AddSingleton<PoolControl>()
        .AddSingleton<PoolProvisioning>()
        .AddHostedService(provider => provider.GetRequiredService<PoolProvisioning>());
}
