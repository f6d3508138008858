using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class FleetFeature
{
    public static IServiceCollection AddFleet(this IServiceCollection services, OrchestratorOptions options) => services
        .AddSingleton(new FleetLimits
        {
            HeartbeatInterval = TimeSpan.FromMilliseconds(options.HeartbeatIntervalMs),
            StaleAfter = TimeSpan.FromMilliseconds(options.NodeStaleMs),
            ForgetAfter = TimeSpan.FromMilliseconds(options.NodeForgetMs),
            PoolPollInterval = TimeSpan.FromMilliseconds(options.PoolPollIntervalMs),
            PoolPollTimeout = TimeSpan.FromMilliseconds(options.PoolPollTimeoutMs),
        })
        .AddSingleton<FleetView>()
        .AddSingleton<PoolProbe>()
        .AddTransient<NodeKeeper>()
        .AddFollower<FleetMetrics>()
        .AddFollower<NodeCertificates>()
        .AddSingleton<IUnauthorizedObserver, UnauthorizedCount>()
        .AddHostedService<FleetSubscription>()
        .AddHostedService<NodeRecall>();

    /// <summary>Registers a part that is told of every change of the fleet.</summary>
    public static IServiceCollection AddFollower<TFollower>(this IServiceCollection services)
        where TFollower : class, IFleetFollower => services
        .AddSingleton<TFollower>()
        .AddSingleton<IFleetFollower>(provider => provider.GetRequiredService<TFollower>());
}
