namespace LlamaOrch.Contracts.Errors;

/// <summary>The one error shape of the v2 APIs and of the <c>error</c> event.</summary>
/// <param name="Code">A wire name out of <see cref="ErrorCodes"/>.</param>
/// <param name="Message">One sentence for a person: what is wrong and what to do.</param>
/// <param name="Retriable">Whether the same request may succeed later.</param>
/// <param name="RetryAfterMs">When to try again, milliseconds; absent while unknown.</param>
/// <param name="PolicyLabel">The queue policy that refused, such as <c>reject</c>.</param>
/// <param name="Field">The request field at fault, where there is one.</param>
public sealed record ErrorBody(
    string Code,
    string Message,
    bool Retriable,
    long? RetryAfterMs = null,
    string? PolicyLabel = null,
    string? Field = null)
{
    /// <summary>The body for a code, with the code's own retriability.</summary>
    public static ErrorBody From(ErrorCode code, string message, string? field = null) =>
        new(code.WireName(), message, code.IsRetriable(), Field: field);
}
