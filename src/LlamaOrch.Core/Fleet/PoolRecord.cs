using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Fleet;

/// <summary>What the control plane knows of one pool: the node's word, and whether it was seen to answer.</summary>
/// <param name="Report">What the node said last.</param>
/// <param name="Answers">Whether the last poll or dispatch reached it; false until the first poll has.</param>
/// <param name="HeldElsewhere">Slots under leases that this life of the control plane did not grant.</param>
public sealed record PoolRecord(PoolReport Report, bool Answers, int HeldElsewhere)
{
    /// <summary>How the file of its model compares with the catalog's digest.</summary>
    public VerificationResult Verification { get; init; } = VerificationResult.Unknown;

    /// <summary>Why the last poll did not reach it, for people; null while it answers.</summary>
    public string? Problem { get; init; }

    /// <summary>How often it has failed in a row, as its model's scheduler says; 0 while it is well.</summary>
    public int Failures { get; init; }

    /// <summary>Until when placement leaves it alone since it failed; null while it is well.</summary>
    public DateTimeOffset? RestsUntil { get; init; }

    /// <summary>
    /// Free device memory as placement sees it, in sixteenths of the total: 0 to 16. It follows the report only when
    /// that is more than half a sixteenth away, or memory that wavers around a step would be news with each report.
    /// </summary>
    public int VramFreeSixteenths { get; private init; }

    /// <summary>
    /// Whether it answered a moment ago and was missed once: it is asked again at once, and until then gets no work and
    /// is waited for.
    /// </summary>
    public bool IsDoubted { get; init; }

    /// <summary>Whether new work may go there, its node permitting.</summary>
    public bool TakesWork => Answers && WillTakeWork && Verification != VerificationResult.Pending;

    /// <summary>
    /// Whether new work may go there, or will as soon as its model's digest is known or a doubt is settled.
    /// </summary>
    public bool WillTakeWork => (Answers || IsDoubted)
        && Report is { Ready: true, Draining: false, SlotsTotal: > 0, ModelId: not null }
        && Verification != VerificationResult.Mismatch;

    /// <summary>The record of a report.</summary>
    /// <param name="report">What the node says.</param>
    /// <param name="answers">Whether the pool was seen to answer.</param>
    /// <param name="fleet">Knows which leases are of an earlier life, and what its model must be.</param>
    /// <param name="before">What was known of the pool before; null for nothing.</param>
    public static PoolRecord Of(PoolReport report, bool answers, FleetState fleet, PoolRecord? before) => new(
        report, answers, report.ActiveLeases.Count(lease => LeaseNumbers.IsForeign(lease, fleet.FirstFence)))
    {
        VramFreeSixteenths = Sixteenths(report, before),
        Verification = DigestRules.Judge(fleet.Catalog, report),
        Problem = answers ? null : before?.Problem,
        IsDoubted = !answers && (before?.Answers == true || before?.IsDoubted == true),
        Failures = before?.Failures ?? 0,
        RestsUntil = before?.RestsUntil,
    };

    private static int Sixteenths(PoolReport report, PoolRecord? before)
    {
        if (report.VramTotalBytes == 0)
            return 0;
        double exact = 16.0 * Math.Min(report.VramFreeBytes, report.VramTotalBytes) / report.VramTotalBytes;
        return before is not null
            && before.Report.VramTotalBytes == report.VramTotalBytes
            && exact >= before.VramFreeSixteenths - 0.5
            && exact < before.VramFreeSixteenths + 1.5
                ? before.VramFreeSixteenths
                : (int)exact;
    }
}
