using System.Globalization;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>A task's events as server-sent events, from the start or after <c>Last-Event-ID</c>.</summary>
internal sealed class TaskEventStream(QueueWatch queues)
{
    private const string LastEventId = "Last-Event-ID";

    public Task WriteAsync(HttpContext context, TaskRecord record, TaskEventLog events)
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

        return StreamAsync(context, record, events, seen);
    }

    private async Task StreamAsync(HttpContext context, TaskRecord record, TaskEventLog events, long seen)
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.FlushAsync(context.RequestAborted);
        if (HeadGate.IsHead(context))
            return;
        await ShowQueueAsync(context, record, seen);
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

    /// <summary>
    /// While the task waits and has nothing new to tell: how it stands, at once and as it changes. These frames tell of
    /// a moment; they are not kept and have no id, so that a reader who comes back misses nothing.
    /// </summary>
    private async Task ShowQueueAsync(HttpContext context, TaskRecord record, long seen)
    {
        CancellationToken gone = context.RequestAborted;
        SlotRequest slot = record.Submission.Slot;
        if (record.State.Phase != TaskPhase.Queued)
            return;
        Task more = record.Events.WaitForMoreAsync(seen, gone);
        using QueueWatcher watcher = queues.Watch(slot.ModelId, slot.TaskId);
        while (!more.IsCompleted)
        {
            Task<QueueOutlook> look = watcher.NextAsync();
            await Task.WhenAny(more, look);
            if (!look.IsCompleted)
                return;
            QueueOutlook outlook = await look;
            watcher.Took(outlook);
            await context.Response.Body.WriteAsync(QueueFields.Frame(outlook), gone);
            await context.Response.Body.FlushAsync(gone);
        }
    }
}
