using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Overview;

/// <summary>A node at a glance.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="State">What the control plane thinks of it.</param>
/// <param name="LastHeard">When it was last heard of.</param>
/// <param name="PoolsReady">Its pools that take work.</param>
/// <param name="PoolsTotal">Its pools.</param>
/// <param name="SlotsHeld">Slots that are held.</param>
/// <param name="SlotsTotal">Its slots.</param>
/// <param name="TokensPerSecond">Generated tokens a second.</param>
public sealed record NodeRow(
    string NodeId,
    NodeState State,
    DateTimeOffset LastHeard,
    int PoolsReady,
    int PoolsTotal,
    int SlotsHeld,
    int SlotsTotal,
    double TokensPerSecond);
