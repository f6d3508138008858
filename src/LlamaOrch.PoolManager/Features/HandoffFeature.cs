using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class HandoffFeature
{
    /// <summary>The node's folder comes first of all that starts: nothing may be written before it is ours.</summary>
    public static IServiceCollection AddDataDirectory(this IServiceCollection services) => services
        .AddSingleton<DataDirectory>()
        .AddHostedService(provider => provider.GetRequiredService<DataDirectory>());

    public static IServiceCollection AddHandoff(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<DataDirectory>().Handoff)
        .AddSingleton<HandoffMetrics>()
        .AddSingleton<HandoffScanner>()
        .AddHostedService<HandoffWatcher>();
}
