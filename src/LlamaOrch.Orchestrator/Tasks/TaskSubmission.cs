using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>A task that has passed validation.</summary>
/// <param name="Slot">Its wish for a slot.</param>
/// <param name="SessionId">Its conversation.</param>
/// <param name="Outgoing">What goes to the engine.</param>
/// <param name="Arrived">When it came, a timestamp of the time provider.</param>
/// <param name="BodyHash">Hash of the client's body: tells a repeated request from another one with the same
/// id.</param>
internal sealed record TaskSubmission(
    SlotRequest Slot, SessionId? SessionId, OutgoingRequest Outgoing, long Arrived, string BodyHash);
