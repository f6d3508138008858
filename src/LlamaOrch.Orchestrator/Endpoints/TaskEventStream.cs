using System.Globalization;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>A task's events as server-sent events, from the start or after <c>Last-Event-ID</c>.</summary>
internal static class TaskEventStream
{
    public static async Task WriteAsync(HttpContext context, TaskEventLog events)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        _ = int.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, null, out int seen);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        while (true)
        {
            (byte[][] frames, bool mayGrow) = events.ReadAfter(seen);
            foreach (byte[] frame in frames)
                await context.Response.Body.WriteAsync(frame, context.RequestAborted);
            seen += frames.Length;
            if (frames.Length > 0)
                await context.Response.Body.FlushAsync(context.RequestAborted);
            if (!mayGrow)
                return;
            await events.WaitForMoreAsync(seen, context.RequestAborted);
        }
    }
}
