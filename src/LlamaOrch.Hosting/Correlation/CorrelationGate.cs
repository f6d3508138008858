using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace LlamaOrch.Hosting.Correlation;

/// <summary>
/// Gives each request its correlation id and its place in a trace: the client's where they are well-formed, else new
/// ones. The id is the request's <see cref="HttpContext.TraceIdentifier"/> from here on; both stand in every answer.
/// </summary>
public sealed class CorrelationGate(RequestDelegate next, FreshIds ids)
{
    private const string RequestId = "x-request-id";

    /// <summary>Takes or makes them, echoes them, goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        string? given = context.Request.Headers[LlorchHeaders.CorrelationId];
        context.TraceIdentifier = IdentifierRules.IsValid(given) ? given : ids.Next();
        context.Response.Headers[LlorchHeaders.CorrelationId] = context.TraceIdentifier;
        // The name that OpenAI's clients show with an answer or an error.
        if (OpenAiPlane.Has(context.Request.Path))
            context.Response.Headers[RequestId] = context.TraceIdentifier;
        StringValues parent = context.Request.Headers.TraceParent;
        context.Response.Headers.TraceParent = TraceParent.Parse(parent.ToString()).IsValid
            ? parent
            : TraceParent.Fresh().ToString();
        return next(context);
    }
}
