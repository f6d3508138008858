using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Why a task ended without an answer.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="RetryAfterMs">When to try again; null while unknown.</param>
/// <param name="Field">The request's field at fault; null for none.</param>
internal sealed record DispatchFailure(
    ErrorCode Code, string Message, long? RetryAfterMs = null, string? Field = null)
{
    /// <summary>
    /// The sentence for traces. <see cref="Message"/> is for the client: where it quotes the engine, the engine may
    /// have quoted the prompt.
    /// </summary>
    public string OwnWords { get; init; } = Message;

    /// <summary>The engine's own error, where it is one; null otherwise.</summary>
    public EngineError? Engine { get; init; }

    /// <summary>The failure of a task that is not taken.</summary>
    public static DispatchFailure Of(SlotAnswer.Refused refused) =>
        new(refused.Code, refused.Message, refused.RetryAfterMs, refused.Field);

    /// <summary>The failure that an error body tells.</summary>
    public static DispatchFailure Of(ErrorBody error) =>
        new(ErrorCodes.Parse(error.Code), error.Message, error.RetryAfterMs, error.Field);

    /// <summary>The wire form.</summary>
    public ErrorBody ToBody() =>
        ErrorBody.From(Code, Message, Field ?? (Code == ErrorCode.ModelNotAvailable ? "model" : null)) with
        {
            RetryAfterMs = RetryAfterMs,
            PolicyLabel = Code switch
            {
                ErrorCode.AdmissionReject => QueuePolicies.Reject,
                ErrorCode.QueueFullDropLru => QueuePolicies.DropLru,
                _ => null,
            },
        };
}
