using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement;

/// <summary>What a task asks of its pool.</summary>
/// <param name="ContextTokens">Context needed at least, tokens; 0 when unknown.</param>
/// <param name="Avoid">Pools to leave out while another will do.</param>
public readonly record struct PlacementRequest(int ContextTokens, IReadOnlyList<PoolId> Avoid);
