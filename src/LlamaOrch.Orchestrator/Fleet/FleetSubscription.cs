using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Grains;
using Microsoft.Extensions.Hosting;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>Keeps this silo subscribed to the fleet, also when the fleet grain moves.</summary>
internal sealed class FleetSubscription(IGrainFactory grains, FleetView view, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IFleetObserver observer = grains.CreateObjectReference<IFleetObserver>(view);
        using var timer = new PeriodicTimer(RenewEvery, time);
        do
        {
            Immutable<FleetSnapshot> snapshot = await grains.GetGrain<IFleetGrain>(0).SubscribeAsync(observer);
            await view.OnSnapshotAsync(snapshot);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
