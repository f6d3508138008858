using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>An attempt that is under way.</summary>
/// <param name="Target">The slot's pool.</param>
/// <param name="Lease">The slot.</param>
/// <param name="Outgoing">What goes to the node.</param>
/// <param name="Dispatched">When it was sent, a timestamp of the time provider.</param>
internal readonly record struct DispatchStart(
    PoolTarget Target, SlotLease Lease, OutgoingRequest Outgoing, long Dispatched);
