using System.Globalization;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>A task's events as server-sent events, from the start or after <c>Last-Event-ID</c>.</summary>
internal static class TaskEventStream
{
    private const string LastEventId = "Last-Event-ID";

    public static Task WriteAsync(HttpContext context, TaskEventLog events)
    {
        string? last = context.Request.Headers[LastEventId];
        long seen = 0;
        if (!string.IsNullOrEmpty(last)
            && (!long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out seen)
                || seen > events.LastId))
        {
            return ErrorResponse.WriteAsync(
                context,
                ErrorCode.InvalidParams,
                $"'{LastEventId}' must be the id of an event of the task, at most {events.LastId}.",
                LastEventId);
        }

        if (events.IsPublished && seen > 0 && seen == events.LastId)
        {
            // Tells an EventSource to stop asking: it has everything.
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        return StreamAsync(context, events, seen);
    }

    private static async Task StreamAsync(HttpContext context, TaskEventLog events, long seen)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        while (true)
        {
            (byte[][] frames, seen, bool mayGrow) = events.ReadAfter(seen);
            foreach (byte[] frame in frames)
                await context.Response.Body.WriteAsync(frame, context.RequestAborted);
            if (frames.Length > 0)
                await context.Response.Body.FlushAsync(context.RequestAborted);
            if (!mayGrow)
                return;
            await events.WaitForMoreAsync(seen, context.RequestAborted);
        }
    }
}
