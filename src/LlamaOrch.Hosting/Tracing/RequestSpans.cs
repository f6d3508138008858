using System.Diagnostics;
using LlamaOrch.Hosting.Correlation;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>Puts a span around a route's handler, from the headers' arrival to the answer's end.</summary>
public static class RequestSpans
{
    /// <summary>The handler in a span that is <see cref="Activity.Current"/> for it.</summary>
    /// <param name="spans">The daemon's spans.</param>
    /// <param name="name">The span's name: it must not hold ids.</param>
    /// <param name="route">The route's pattern.</param>
    /// <param name="handler">Whoever answers.</param>
    public static RequestDelegate Around(
        this SpanSource spans, string name, string route, RequestDelegate handler) =>
        context => spans.IsOn ? RunAsync(spans, name, route, handler, context) : handler(context);

    private static async Task RunAsync(
        SpanSource spans, string name, string route, RequestDelegate handler, HttpContext context)
    {
        using Activity? span = Enter(spans, name, context);
        if (span is null)
        {
            await handler(context);
            return;
        }

        // From here on the request is known by this span: see RequestOrigin.
        context.Response.Headers.TraceParent = TraceParent.Of(span).ToString();
        Activity.Current = span;
        span.SetTag(SpanTags.Method, context.Request.Method)
            .SetTag(SpanTags.Route, route)
            .SetTag(SpanTags.CorrelationId, context.TraceIdentifier);

        await handler(context);
        int status = context.Response.StatusCode;
        span.SetTag(SpanTags.Status, status);
        if (status >= StatusCodes.Status500InternalServerError && span.Status == ActivityStatusCode.Unset)
            span.SetStatus(ActivityStatusCode.Error);
    }

    private static Activity? Enter(SpanSource spans, string name, HttpContext context)
    {
        TraceParent trace = RequestOrigin.Of(context).Trace;
        if (!TraceParent.Parse(context.Request.Headers.TraceParent.ToString()).IsValid)
            return spans.EnterRoot(name, ActivityKind.Server, trace);
        Activity? span = spans.Enter(name, trace, context.Request.Headers.TraceState);
        // The caller records and we do not: nor does whoever comes after us.
        if (span is null && trace.IsSampled)
            context.Response.Headers.TraceParent = (trace with { Flags = ActivityTraceFlags.None }).ToString();
        return span;
    }
}
