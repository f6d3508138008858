using System.Net.Http.Headers;
using LlamaOrch.Contracts.Http;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Correlation;

/// <summary>What a request is known by everywhere: in answers, logs, traces and at the engine.</summary>
/// <param name="CorrelationId">The client's correlation id, or the one that was made for it.</param>
/// <param name="Trace">Where it stands in its trace.</param>
/// <param name="TraceState">
/// The client's <c>tracestate</c>, passed on as it is; null for none, and for one that is not the ASCII of W3C Trace
/// Context: whoever is called next may refuse a request over it.
/// </param>
public readonly record struct RequestOrigin(string CorrelationId, TraceParent Trace, string? TraceState = null)
{
    /// <summary>The origin of a request that has passed <see cref="CorrelationGate"/>.</summary>
    public static RequestOrigin Of(HttpContext context) => new(
        context.TraceIdentifier,
        // What the answer tells is what was taken or made.
        TraceParent.Parse(context.Response.Headers.TraceParent.ToString()),
        Stated(context.Request.Headers.TraceState));

    /// <summary>Tells it to whoever is called next.</summary>
    /// <param name="headers">Of the request that goes out.</param>
    /// <param name="parent">What the callee is called by: the trace of this origin, or a span of ours in it.</param>
    public void AddTo(HttpRequestHeaders headers, TraceParent parent)
    {
        headers.TryAddWithoutValidation(LlorchHeaders.CorrelationId, CorrelationId);
        if (!parent.IsValid)
            return;
        headers.TryAddWithoutValidation("traceparent", parent.ToString());
        if (TraceState is not null)
            headers.TryAddWithoutValidation("tracestate", TraceState);
    }

    private static string? Stated(string? state) =>
        state is not null && !state.AsSpan().ContainsAnyExceptInRange(' ', '~') ? state : null;
}
