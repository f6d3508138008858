using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>One pool that serves a model.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="Available">Whether it takes work now.</param>
/// <param name="SlotsTotal">Its slots.</param>
public sealed record PoolAvailability(PoolId PoolId, bool Available, int SlotsTotal);
