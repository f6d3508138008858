using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>Keeps this silo subscribed to the fleet, also when the fleet grain moves.</summary>
internal sealed partial class FleetSubscription(
    IGrainFactory grains, FleetView view, TimeProvider time, ILogger<FleetSubscription> logger) : BackgroundService
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IFleetObserver observer = grains.CreateObjectReference<IFleetObserver>(view);
        using var timer = new PeriodicTimer(RenewEvery, time);
        do
        {
            try
            {
                Immutable<FleetSnapshot> snapshot = await grains.GetGrain<IFleetGrain>(0).SubscribeAsync(observer);
                view.Take(snapshot.Value);
            }
            catch (Exception failure)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                LogFailed(logger, failure);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2002, LogLevel.Warning,
        "The subscription to the fleet could not be renewed; it is tried again",
        EventName = "fleet_subscription_failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
