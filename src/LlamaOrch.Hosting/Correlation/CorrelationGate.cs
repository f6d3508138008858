using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Correlation;

/// <summary>
/// Gives each request its correlation id: the client's when it is a safe text, else a new one. It is the request's
/// <see cref="HttpContext.TraceIdentifier"/> from here on and stands in every answer.
/// </summary>
public sealed class CorrelationGate(RequestDelegate next, FreshIds ids)
{
    private const string RequestId = "x-request-id";

    /// <summary>Takes or makes the id, echoes it, goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        string? given = context.Request.Headers[LlorchHeaders.CorrelationId];
        context.TraceIdentifier = IdentifierRules.IsValid(given) ? given : ids.Next();
        context.Response.Headers[LlorchHeaders.CorrelationId] = context.TraceIdentifier;
        // The name that OpenAI's clients show with an answer or an error.
        if (OpenAiPlane.Has(context.Request.Path))
            context.Response.Headers[RequestId] = context.TraceIdentifier;
        return next(context);
    }
}
