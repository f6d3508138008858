using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A lease that is out.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Since">When it was granted.</param>
/// <param name="WaitLeft">How long its task may still wait, should it have to go back to the queue.</param>
internal readonly record struct HeldLease(SlotLease Lease, DateTimeOffset Since, TimeSpan WaitLeft);
