using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A slot comes back.</summary>
/// <param name="Lease">The lease that ends.</param>
/// <param name="FirstToken">
/// From dispatch to the first token of a streamed answer; null when there was none, or it came with the whole answer.
/// </param>
/// <param name="Use">What its use says of the pool.</param>
/// <param name="RestMin">How long the engine asked to be left alone; null when it did not.</param>
public sealed record SlotRelease(
    SlotLease Lease, TimeSpan? FirstToken = null, SlotUse Use = SlotUse.Untold, TimeSpan? RestMin = null);
