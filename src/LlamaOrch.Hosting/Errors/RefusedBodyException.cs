using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Errors;

/// <summary>A body that can't be read; answered with <c>INVALID_PARAMS</c>, the field and the status.</summary>
/// <param name="message">One sentence for the client: what is wrong and what to do.</param>
/// <param name="field">The field or header at fault; null for the whole body.</param>
/// <param name="status">The HTTP status, 400 to 499. Default 400.</param>
public sealed class RefusedBodyException(
    string message, string? field, int status = StatusCodes.Status400BadRequest)
    : BadHttpRequestException(message, status)
{
    /// <summary>The field or header at fault; null for the whole body.</summary>
    public string? Field { get; } = field;
}
