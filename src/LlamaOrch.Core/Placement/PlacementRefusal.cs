using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Core.Placement;

/// <summary>Why a task is not taken: no pool will do for it, now or soon.</summary>
/// <param name="Code">The stable code.</param>
/// <param name="Message">One sentence: what is wrong and what to do.</param>
/// <param name="Field">The request's field at fault; null for none.</param>
/// <param name="RetryAfterMs">When to try again, milliseconds; null while unknown.</param>
public readonly record struct PlacementRefusal(
    ErrorCode Code, string Message, string? Field = null, long? RetryAfterMs = null)
{
    /// <summary>The field of a refusal over the prompt; whoever knows the request names the real one.</summary>
    public const string PromptField = "prompt";
}
