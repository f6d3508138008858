using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>Which leases hold the slots of a pool by its node's word.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="Active">The leases.</param>
public sealed record PoolLeases(PoolId PoolId, IReadOnlyList<LeaseId> Active);
