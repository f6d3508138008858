using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A pool has failed and rests, or has answered well again.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="Failures">How often it has failed in a row; 0 when it is well again.</param>
/// <param name="Until">When it is tried again; null when it is well again.</param>
public sealed record PoolRestNews(PoolId PoolId, int Failures, DateTimeOffset? Until);
