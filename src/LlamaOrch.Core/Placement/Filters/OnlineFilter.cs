using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Placement.Filters;

/// <summary>Leaves out pools whose node is not online: suspect, draining or offline.</summary>
public sealed class OnlineFilter : IPlacementFilter
{
    /// <inheritdoc/>
    public string Name => "online";

    /// <inheritdoc/>
    public bool Admits(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.Pool.NodeState == NodeState.Online;
}
