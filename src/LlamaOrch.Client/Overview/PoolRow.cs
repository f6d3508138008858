using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Overview;

/// <summary>A pool at a glance.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="NodeId">Its node; <c>-</c> where it is not known.</param>
/// <param name="Model">The model that it serves; <c>-</c> for none.</param>
/// <param name="State">Where it is in its life, as the control plane judges it.</param>
/// <param name="SlotsHeld">Slots that are held.</param>
/// <param name="SlotsTotal">Its slots; 0 while it is offline or failed: nobody can have one.</param>
/// <param name="TokensPerSecond">Generated tokens a second.</param>
/// <param name="Note">Why it takes no work; empty when it does.</param>
public sealed record PoolRow(
    string PoolId,
    string NodeId,
    string Model,
    PoolState State,
    int SlotsHeld,
    int SlotsTotal,
    double TokensPerSecond,
    string Note);
