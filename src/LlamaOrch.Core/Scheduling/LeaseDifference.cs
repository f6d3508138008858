using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>How a node's word on a pool's leases differs from the book.</summary>
/// <param name="Unknown">Reported, and nobody here holds them: their owners have gone.</param>
/// <param name="Found">Reported, and taken for lost before.</param>
/// <param name="Missing">Out, and not reported: lost.</param>
internal readonly record struct LeaseDifference(
    IReadOnlyList<LeaseId> Unknown, IReadOnlyList<HeldLease> Found, IReadOnlyList<HeldLease> Missing);
