namespace LlamaOrch.Hosting.OpenApi;

/// <summary>The error within OpenAI's shape; what is ours beyond it comes last.</summary>
/// <param name="Message">One sentence for a person: what is wrong and what to do.</param>
/// <param name="Type"><c>invalid_request_error</c>, <c>rate_limit_error</c> or <c>server_error</c>.</param>
/// <param name="Param">The request field at fault, where there is one.</param>
/// <param name="Code">The stable code.</param>
/// <param name="Retriable">Whether the same request may succeed later.</param>
/// <param name="RetryAfterMs">When to try again, milliseconds; absent while unknown.</param>
/// <param name="PolicyLabel">The queue policy that refused.</param>
public sealed record OpenAiErrorDetail(
    string Message, string Type, string? Param, string Code, bool Retriable, long? RetryAfterMs = null,
    string? PolicyLabel = null);
