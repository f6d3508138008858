using System.Globalization;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>A task's events as server-sent events, from the start or after <c>Last-Event-ID</c>.</summary>
internal sealed class TaskEventStream(QueueWatch queues, TimeProvider time, IOptions<OrchestratorOptions> options)
{
    private const string LastEventId = "Last-Event-ID";

    private readonly TimeSpan silenceMax = TimeSpan.FromMilliseconds(options.Value.StreamKeepaliveMs);

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
        CancellationToken gone = context.RequestAborted;
        EventStreamHeaders.Set(context.Response);
        await context.Response.Body.FlushAsync(gone);
        if (HeadGate.IsHead(context))
            return;
        await using var pulse = new StreamPulse(context, silenceMax, silenceMax, time);
        await ShowQueueAsync(context, record, seen, pulse);
        while (true)
        {
            (byte[][] frames, seen, bool mayGrow) = events.ReadAfter(seen);
            if (frames.Length > 0)
                await SendAsync(context, pulse, frames);
            if (!mayGrow)
                break;
            await events.WaitForMoreAsync(seen, gone);
        }

        // The control plane stops, and the task goes on in its next life: whoever reads shall come back for the rest.
        await pulse.StopAsync();
        if (!events.IsPublished)
            await BrokenAnswer.BreakAsync(context, time);
    }

    private static async ValueTask SendAsync(HttpContext context, StreamPulse pulse, params byte[][] frames)
    {
        await pulse.EnterAsync();
        try
        {
            foreach (byte[] frame in frames)
                await context.Response.Body.WriteAsync(frame, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        finally
        {
            pulse.Leave(isBetween: true);
        }
    }

    /// <summary>
    /// While the task waits and has nothing new to tell: how it stands, at once and as it changes. These frames tell of
    /// a moment; they are not kept and have no id, so that a reader who comes back misses nothing.
    /// </summary>
    private async Task ShowQueueAsync(HttpContext context, TaskRecord record, long seen, StreamPulse pulse)
    {
        SlotRequest slot = record.Submission.Slot;
        if (record.State.Phase != TaskPhase.Queued)
            return;
        Task more = record.Events.WaitForMoreAsync(seen, context.RequestAborted);
        using QueueWatcher watcher = queues.Watch(slot.ModelId, slot.TaskId);
        while (!more.IsCompleted)
        {
            Task<QueueOutlook> look = watcher.NextAsync();
            await Task.WhenAny(more, look);
            if (!look.IsCompleted)
                return;
            QueueOutlook outlook = await look;
            watcher.Took(outlook);
            await SendAsync(context, pulse, QueueFields.Frame(outlook));
        }
    }
}
