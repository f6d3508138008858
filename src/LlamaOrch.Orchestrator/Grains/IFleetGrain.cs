using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Fleet;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The registry of nodes: one activation in the cluster, key 0.</summary>
internal interface IFleetGrain : IGrainWithIntegerKey
{
    /// <summary>Takes one event; the answer is the refusal, or null.</summary>
    ValueTask<Immutable<ErrorBody?>> ApplyAsync(Immutable<FleetEvent> happened);

    /// <summary>Adds a silo's view, or renews it; answers with the snapshot of now.</summary>
    ValueTask<Immutable<FleetSnapshot>> SubscribeAsync(IFleetObserver observer);

    /// <summary>
    /// The fleet as it is reported now. Snapshots that are pushed to silos are of what placement goes by, and may be
    /// older in what only people look at: a pool's error, free memory, the time of the last heartbeat.
    /// </summary>
    ValueTask<Immutable<FleetSnapshot>> ReadAsync();
}
