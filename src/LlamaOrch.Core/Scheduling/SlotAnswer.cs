using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Core.Scheduling;

/// <summary>What became of a wish for a slot, at once.</summary>
public abstract record SlotAnswer
{
    private SlotAnswer()
    {
    }

    /// <summary>
    /// A slot was free and is leased; <paramref name="Decision"/> is in brief why this one, where the
    /// request wanted to know.
    /// </summary>
    public sealed record Granted(SlotLease Lease, PlacementDecision? Decision = null) : SlotAnswer;

    /// <summary>The task waits; <paramref name="Outlook"/> is how it stands.</summary>
    public sealed record Queued(QueueOutlook Outlook) : SlotAnswer;

    /// <summary>The task is not taken; <paramref name="Field"/> is the request's field at fault, if one is.</summary>
    public sealed record Refused(
        ErrorCode Code, string Message, long? RetryAfterMs = null, string? Field = null) : SlotAnswer;
}
