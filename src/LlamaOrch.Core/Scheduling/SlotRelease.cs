using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A slot comes back.</summary>
/// <param name="LeaseId">The lease that ends.</param>
/// <param name="PoolId">The pool whose slot it is.</param>
/// <param name="FirstToken">
/// From dispatch to the first token of a streamed answer; null when there was none, or it came with the whole answer.
/// </param>
public sealed record SlotRelease(LeaseId LeaseId, PoolId PoolId, TimeSpan? FirstToken = null);
