using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class PoolsFeature
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton(new NvidiaSmi("nvidia-smi"))
        .AddSingleton<DeviceInventory>()
        .AddSingleton<DeviceMetrics>()
        .AddHostedService<DeviceWatch>();

    public static IServiceCollection AddPools(this IServiceCollection services) => services
        .AddSingleton<PoolDirectory>()
        .AddSingleton<PoolReports>()
        .AddSingleton<PoolMetrics>();

    public static IServiceCollection AddEngines(this IServiceCollection services) => services
        .AddSingleton<EngineHttp>()
        .AddSingleton<EngineAdapters>()
        .AddHostedService<EngineMonitor>();
}
