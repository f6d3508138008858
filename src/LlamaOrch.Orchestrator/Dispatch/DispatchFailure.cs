using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Why a task ended without an answer.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence.</param>
/// <param name="RetryAfterMs">When to try again; null while unknown.</param>
internal sealed record DispatchFailure(ErrorCode Code, string Message, long? RetryAfterMs = null)
{
    /// <summary>The wire form.</summary>
    public ErrorBody ToBody() =>
        ErrorBody.From(Code, Message) with
        {
            RetryAfterMs = RetryAfterMs,
            PolicyLabel = Code == ErrorCode.AdmissionReject ? "reject" : null,
        };
}
