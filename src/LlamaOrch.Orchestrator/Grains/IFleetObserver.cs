using LlamaOrch.Core.Fleet;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>A silo that wants to know the fleet.</summary>
internal interface IFleetObserver : IGrainObserver
{
    /// <summary>The fleet has changed.</summary>
    [OneWay]
    Task OnSnapshotAsync(Immutable<FleetSnapshot> snapshot);
}
