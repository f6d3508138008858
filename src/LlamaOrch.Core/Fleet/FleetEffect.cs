using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>What the shell has to do after a fleet decision.</summary>
public abstract record FleetEffect
{
    private FleetEffect()
    {
    }

    /// <summary>Poll a pool now instead of at its next turn.</summary>
    public sealed record PollPool(NodeId NodeId, PoolId PoolId) : FleetEffect;

    /// <summary>
    /// An agent was refused because another one with its node id is alive; <paramref name="News"/> is null when that
    /// was told already.
    /// </summary>
    public sealed record NodeIdTaken(NodeId NodeId, NodeConflict? News) : FleetEffect;

    /// <summary>A node was forgotten: it has been silent for too long.</summary>
    public sealed record NodeForgotten(NodeId NodeId) : FleetEffect;

    /// <summary>A node changed between reachable and not.</summary>
    public sealed record NodeStateChanged(NodeRecord Node) : FleetEffect;

    /// <summary>The file of a pool's model was found to be the catalog's, or another one.</summary>
    public sealed record ModelVerified(NodeId NodeId, PoolRecord Pool) : FleetEffect;
}
