using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>A silo whose tasks wait for slots.</summary>
internal interface ISlotObserver : IGrainObserver
{
    /// <summary>A waiting task has a slot.</summary>
    [OneWay]
    Task OnGrantedAsync(Immutable<SlotLease> lease);

    /// <summary>A waiting task has lost its place and gets no slot.</summary>
    [OneWay]
    Task OnDroppedAsync(Immutable<SlotDrop> drop);

    /// <summary>The node does not hold a lease that was granted to this silo.</summary>
    [OneWay]
    Task OnLostAsync(Immutable<SlotLease> lease);
}
