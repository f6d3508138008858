using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Fleet;

/// <summary>What the control plane knows of one pool: the node's word, and whether it was seen to answer.</summary>
/// <param name="Report">What the node said last.</param>
/// <param name="Answers">Whether the last poll or dispatch reached it; false until the first poll has.</param>
/// <param name="HeldElsewhere">Slots under leases that this life of the control plane did not grant.</param>
public sealed record PoolRecord(PoolReport Report, bool Answers, int HeldElsewhere)
{
    /// <summary>Whether new work may go there, its node permitting.</summary>
    public bool TakesWork => Answers && Report is { Ready: true, Draining: false, SlotsTotal: > 0, ModelId: not null };

    /// <summary>The record of a report.</summary>
    public static PoolRecord Of(PoolReport report, bool answers, long firstFence) => new(
        report, answers, report.ActiveLeases.Count(lease => LeaseNumbers.IsForeign(lease, firstFence)));
}
