using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.Disks;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Features;

internal static class PoolsFeature
{
    public static IServiceCollection AddDevices(this IServiceCollection services) => services
        .AddSingleton(new NvidiaSmi("nvidia-smi"))
        .AddSingleton<DeviceInventory>()
        .AddSingleton<DeviceMetrics>()
        .AddHostedService<DeviceWatch>();

    public static IServiceCollection AddDisks(this IServiceCollection services) => services
        .AddSingleton(provider => new DiskWatch(
            DisksOf(provider.GetRequiredService<DataDirectory>(),
                provider.GetRequiredService<IOptions<PoolManagerOptions>>().Value),
            provider.GetRequiredService<TimeProvider>()))
        .AddHostedService(provider => provider.GetRequiredService<DiskWatch>());

    public static IServiceCollection AddPools(this IServiceCollection services) => services
        .AddSingleton<PoolDirectory>()
        .AddSingleton<PoolReports>()
        .AddSingleton<PoolMetrics>();

    public static IServiceCollection AddEngines(this IServiceCollection services) => services
        .AddSingleton<EngineHttp>()
        .AddSingleton<EngineAdapters>()
        .AddHostedService<EngineMonitor>();

    private static WatchedDisk[] DisksOf(DataDirectory data, PoolManagerOptions options) =>
        options.ModelsDir is string models
            ? [new(DiskPurpose.Data, data.Path), new(DiskPurpose.Models, Path.GetFullPath(models))]
            : [new(DiskPurpose.Data, data.Path)];
}
