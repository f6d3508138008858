using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>One pool as placement sees it.</summary>
public sealed class PoolSnapshot(NodeRecord node, PoolRecord pool)
{
    /// <summary>The pool.</summary>
    public PoolId PoolId => pool.Report.PoolId;

    /// <summary>Its node.</summary>
    public NodeId NodeId => node.NodeId;

    /// <summary>Where its node is reached.</summary>
    public Uri Address => node.Address;

    /// <summary>Its node's state.</summary>
    public NodeState NodeState => node.State;

    /// <summary>The model that it serves.</summary>
    public ModelId? ModelId => pool.Report.ModelId;

    /// <summary>Its engine kind.</summary>
    public string Engine => pool.Report.Engine;

    /// <summary>Its engine's version as it tells it; null while unknown.</summary>
    public string? EngineVersion => pool.Report.EngineVersion is { Length: > 0 } version ? version : null;

    /// <summary>Its devices as its node's settings write them: <c>cpu</c>, or ids separated by commas.</summary>
    public string DeviceMask => pool.Report.DeviceMask;

    /// <summary>Memory of its devices, bytes; 0 without.</summary>
    public long VramTotalBytes => pool.Report.VramTotalBytes;

    /// <summary>Free memory of its devices in sixteenths of the total, 0 to 16, a little lazy.</summary>
    public int VramFreeSixteenths => pool.VramFreeSixteenths;

    /// <summary>Free memory of its devices, bytes, as coarse as <see cref="VramFreeSixteenths"/>.</summary>
    public long VramFreeBytes => VramTotalBytes / 16 * VramFreeSixteenths;

    /// <summary>Its slots.</summary>
    public int SlotsTotal => pool.Report.SlotsTotal;

    /// <summary>Slots that leases of an earlier life of the control plane still hold.</summary>
    public int SlotsHeldElsewhere => pool.HeldElsewhere;

    /// <summary>Context of one slot, tokens; 0 while unknown.</summary>
    public int ContextTokens => pool.Report.ContextTokens;

    /// <summary>Whether it finishes what it has and takes nothing new.</summary>
    public bool Draining => pool.Report.Draining || node.State == NodeState.Draining;

    /// <summary>Whether it answers and says that it is ready.</summary>
    public bool Ready => pool.Answers && pool.Report.Ready;

    /// <summary>Why the last poll did not reach it; null while it answers.</summary>
    public string? Problem => pool.Problem;

    /// <summary>How often it has failed in a row; 0 while it is well.</summary>
    public int Failures => pool.Failures;

    /// <summary>Until when it gets no work since it failed; null while it is well.</summary>
    public DateTimeOffset? RestsUntil => pool.RestsUntil;

    /// <summary>How the file of its model compares with the catalog's digest.</summary>
    public VerificationResult Verification => pool.Verification;

    /// <summary>Whether new work may go there.</summary>
    public bool Available => node.State == NodeState.Online && pool.TakesWork;

    /// <summary>
    /// Whether a task may wait for it: it takes work, or would if its node were not suspect, its model's digest were
    /// known or the one answer that it owes had come, each of which ends one way or the other.
    /// </summary>
    public bool WorthWaitingFor => pool.WillTakeWork && node.State is NodeState.Online or NodeState.Suspect;

    /// <summary>Whether its node has a model that it could serve, loaded or not.</summary>
    public bool HasStaged(ModelId model) => ModelId == model || pool.Report.ModelsAvailable.Contains(model);

    /// <summary>Whether this and an earlier picture of the same pool are alike, without looking closely.</summary>
    internal bool IsSameAs(PoolSnapshot earlier) => ReferenceEquals(this, earlier)
        || (ReferenceEquals(pool, earlier.Record) && node.State == earlier.NodeState);

    private PoolRecord Record => pool;

    /// <summary>The node's last word on it.</summary>
    public PoolReport Report => pool.Report;
}
