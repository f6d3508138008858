using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>A task that has passed validation.</summary>
/// <param name="Slot">Its wish for a slot.</param>
/// <param name="Outgoing">What goes to the engine.</param>
/// <param name="Arrived">When it came, a timestamp of the time provider.</param>
/// <param name="BodyHash">Hash of the client's body: tells a repeated request from another one with the same
/// id.</param>
internal sealed record TaskSubmission(
    SlotRequest Slot, OutgoingRequest Outgoing, long Arrived, BodyHash BodyHash)
{
    /// <summary>Its conversation.</summary>
    public SessionId? SessionId => Slot.SessionId;

    /// <summary>Whether its id was made for it: then there is no earlier task of the same id.</summary>
    public bool HasNewId { get; init; }

    /// <summary>The limits that it states for its session; null when it states none.</summary>
    public SessionLimits? SessionLimits { get; init; }

    /// <summary>
    /// Most tokens of its answer, as it was asked for and at most what a context holds; null when it does not say.
    /// </summary>
    public int? MaxTokens { get; init; }

    /// <summary>The task as the journal keeps it.</summary>
    /// <param name="place">Its number among all tasks.</param>
    /// <param name="position">How many are in front.</param>
    /// <param name="now">When it was taken.</param>
    /// <param name="time">What its deadline is measured by; on disk it is a time of the wall clock.</param>
    public JournaledTask ToJournal(long place, int position, DateTimeOffset now, SteadyTime time) => new()
    {
        Slot = Slot.Deadline is DateTimeOffset deadline ? Slot with { Deadline = time.ToWall(deadline) } : Slot,
        Place = place,
        QueuePosition = position,
        CreatedAt = now,
        Route = Outgoing.Route,
        Body = Outgoing.Body,
        BodyHash = BodyHash.ToString(),
        CorrelationId = Outgoing.Origin.CorrelationId,
        TraceParent = Outgoing.Origin.Trace.ToString(),
    };
}
