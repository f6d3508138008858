using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class DispatchFeature
{
    // However often heartbeats come, one that a busy machine delays must not take a slot from whoever holds it.
    private const double LostAfterMinMs = 1000;

    public static IServiceCollection AddDispatch(this IServiceCollection services, OrchestratorOptions options) =>
        services
        .AddSingleton(new QueueLimits
        {
            Capacity = options.QueueCapacity,
            Policy = QueuePolicies.Parse(options.QueuePolicy)!.Value,
            WaitMax = TimeSpan.FromMilliseconds(options.QueueWaitMaxMs),
            LostAfter = TimeSpan.FromMilliseconds(Math.Max(options.HeartbeatIntervalMs / 2.0, LostAfterMinMs)),
        })
        .AddFollower<QueueMetrics>()
        .AddFollower<TaskMetrics>()
        .AddFollower<PoolTargets>()
        .AddFollower<NodeConnections>()
        .AddSingleton<StopGrace>()
        .AddHostedService(provider => provider.GetRequiredService<StopGrace>())
        .AddSingleton<RequestLog>()
        .AddSingleton<NodeClient>()
        .AddSingleton<TaskSpans>()
        .AddSingleton<SlotAttempt>()
        .AddSingleton<LeaseHolds>()
        .AddSingleton<Dispatcher>()
        .AddSingleton<LeaseReconciliation>()
        .AddSingleton<QueueWatch>()
        .AddHostedService(provider => provider.GetRequiredService<QueueWatch>())
        .AddSingleton<WaitingBodies>()
        .AddFollower<SlotBroker>()
        .AddSingleton<ISlotBroker>(provider => provider.GetRequiredService<SlotBroker>())
        .AddHostedService(provider => provider.GetRequiredService<SlotBroker>());
}
