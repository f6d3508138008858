using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>What the control plane knows of one pool: the node's word, and whether it was seen to answer.</summary>
/// <param name="Report">What the node said last.</param>
/// <param name="Answers">Whether the last poll or dispatch reached it; false until the first poll has.</param>
public sealed record PoolRecord(PoolReport Report, bool Answers)
{
    /// <summary>Whether new work may go there, its node permitting.</summary>
    public bool TakesWork => Answers && Report is { Ready: true, Draining: false, SlotsTotal: > 0, ModelId: not null };
}
