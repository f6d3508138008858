using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class DispatchFeature
{
    public static IServiceCollection AddDispatch(this IServiceCollection services, OrchestratorOptions options) =>
        services
        .AddSingleton(new QueueLimits { Capacity = options.QueueCapacity })
        .AddSingleton<QueueMetrics>()
        .AddFollower<TaskMetrics>()
        .AddFollower<PoolTargets>()
        .AddFollower<NodeConnections>()
        .AddSingleton<NodeClient>()
        .AddSingleton<SlotAttempt>()
        .AddSingleton<Dispatcher>()
        .AddSingleton(provider => new SlotBroker(
            provider.GetRequiredService<IGrainFactory>(),
            provider.GetRequiredService<TimeProvider>(),
            TimeSpan.FromMilliseconds(options.QueueWaitMaxMs)))
        .AddSingleton<ISlotBroker>(provider => provider.GetRequiredService<SlotBroker>())
        .AddHostedService(provider => provider.GetRequiredService<SlotBroker>());
}
