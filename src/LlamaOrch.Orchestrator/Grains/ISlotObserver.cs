using LlamaOrch.Core.Leases;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>A silo whose tasks wait for slots.</summary>
internal interface ISlotObserver : IGrainObserver
{
    /// <summary>A waiting task has a slot.</summary>
    [OneWay]
    Task OnGrantedAsync(Immutable<SlotLease> lease);
}
