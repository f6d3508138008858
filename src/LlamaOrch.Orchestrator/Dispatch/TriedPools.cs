using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What has come of one request's attempts so far. Pools count, not tries.</summary>
/// <param name="poolsMax">How many pools may fail it.</param>
internal sealed class TriedPools(int poolsMax)
{
    // A pool that could not be reached, or was not able to answer at that moment, may be by the end of its pause.
    private const int RepeatsMax = 3;

    private readonly List<PoolId> failed = [];
    private List<SlotLease>? doubtful;
    private int repeats;
    private bool mayRepeat;
    private bool allSayWhen = true;
    private long? retryAfterMs;

    /// <summary>The latest failure; null before the first.</summary>
    public DispatchFailure? Last { get; set; }

    /// <summary>
    /// Slots of pools that failed with the request in a way that may have been its own fault.
    /// </summary>
    public IReadOnlyList<SlotLease> Doubtful => doubtful ?? (IReadOnlyList<SlotLease>)[];

    /// <summary>Takes in a failure; whether another attempt may follow.</summary>
    public bool MayGoOn(SlotLease lease, AttemptEnd end)
    {
        Last = end.Failure;
        if (failed.Contains(lease.PoolId))
            repeats++;
        else
            failed.Add(lease.PoolId);
        mayRepeat = end.Fault is PoolFault.Unreachable or PoolFault.NotNow && repeats < RepeatsMax;
        if (end.Fault == PoolFault.Doubtful)
            (doubtful ??= []).Add(lease);
        if (end.Failure!.RetryAfterMs is long said)
            retryAfterMs = Math.Min(said, retryAfterMs ?? said);
        else
            allSayWhen = false;
        return failed.Count < poolsMax;
    }

    /// <summary>The slot of a failed attempt, and what the failure says of its pool.</summary>
    public static SlotRelease Release(SlotLease lease, AttemptEnd end) => new(
        lease,
        Use: end.Fault == PoolFault.Doubtful ? SlotUse.Untold : SlotUse.Failed,
        RestMin: end.Failure?.RetryAfterMs is long ms ? TimeSpan.FromMilliseconds(ms) : null);

    /// <summary>What is wanted next.</summary>
    public SlotRequest Next(SlotRequest request) =>
        request with { Avoid = [.. failed], MayRepeat = mayRepeat, Full = null };

    /// <summary>
    /// A failure as the client is told it: when to try again only if each of the pools has said so.
    /// </summary>
    public DispatchFailure? Told(DispatchFailure? failure) =>
        failure is null ? null : failure with { RetryAfterMs = allSayWhen ? retryAfterMs : null };
}
