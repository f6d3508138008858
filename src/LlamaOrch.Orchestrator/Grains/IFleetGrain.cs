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
}
