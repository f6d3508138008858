using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A waiting task's turn has come.</summary>
/// <param name="Request">What was waiting.</param>
/// <param name="Lease">The slot that it has now.</param>
public sealed record SlotGrant(SlotRequest Request, SlotLease Lease);
