using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Nodes;

/// <summary>A lease that a node holds for nobody: its request is to be ended and its slot freed.</summary>
/// <param name="PoolId">The pool whose slot it holds.</param>
/// <param name="LeaseId">The lease.</param>
public sealed record OrphanedLease(PoolId PoolId, LeaseId LeaseId);
