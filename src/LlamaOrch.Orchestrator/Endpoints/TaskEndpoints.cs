using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.Artifacts;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.OpenAi;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>The tasks plane.</summary>
internal sealed class TaskEndpoints(
    TaskLife life,
    TaskDirectory directory,
    TaskFinder finder,
    TaskRequestReader reader,
    CallerQuotas quotas,
    AdmissionGate admission,
    ISlotBroker broker,
    TaskArtifacts artifacts,
    TaskEventStream events,
    TaskResults results,
    SpanSource spans,
    RequestLog log)
{
    private const int ListMax = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/tasks", spans.Around("POST /v2/tasks", "/v2/tasks", SubmitAsync)).Describe(TaskDocs.Submit);
        routes.MapGet("/v2/tasks", ListAsync).Describe(TaskDocs.List);
        routes.MapGet("/v2/tasks/{id}", RouteIds.With<TaskId>(ShowAsync)).Describe(TaskDocs.Show);
        routes.MapGet("/v2/tasks/{id}/events", RouteIds.With<TaskId>(EventsAsync)).Describe(TaskDocs.Events);
        routes.MapGet("/v2/tasks/{id}/result", RouteIds.With<TaskId>(ResultAsync)).Describe(TaskDocs.Result);
        routes.MapPost("/v2/tasks/{id}/cancel", RouteIds.With<TaskId>(CancelAsync)).Describe(TaskDocs.Cancel);
    }

    private async Task SubmitAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        (TaskSubmission? submission, ErrorBody? invalid) = reader.Read(body.Bytes.Span, context);
        if (submission is null)
        {
            admission.Refused(TaskPriority.Interactive, ErrorCode.InvalidParams);
            log.Rejected(RequestOrigin.Of(context), ErrorCode.InvalidParams);
            await ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, invalid!);
            return;
        }

        QuotaTicket? quota = quotas.Enter(context, out ErrorBody? used);
        if (used is not null)
        {
            admission.Refused(submission.Slot.Priority, ErrorCode.QuotaExceeded);
            log.Rejected(submission.Outgoing.Origin, ErrorCode.QuotaExceeded);
            await ErrorResponse.WriteAsync(context, ErrorCode.QuotaExceeded, used);
            return;
        }

        SubmitAnswer answer = default;
        try
        {
            answer = await life.SubmitAsync(submission);
        }
        finally
        {
            // Also when it failed in a way that nobody foresaw: the caller's quota must not shrink with each failure.
            Count(quota, answer.Record);
        }

        if (answer.Failure is { } failure)
        {
            await ErrorResponse.WriteAsync(context, failure.Code, failure.ToBody());
            return;
        }

        await JsonAnswer.WriteAsync(
            context, answer.Record!.View, ContractsJsonContext.Default.TaskView, StatusCodes.Status202Accepted);
    }

    private Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, directory.Newest(ListMax), ContractsJsonContext.Default.IReadOnlyListTaskView);

    private async Task ShowAsync(HttpContext context, TaskId taskId)
    {
        if (await FindAsync(context, taskId) is not TaskRecord record)
            return;
        TaskView view = await artifacts.WithRecordAsync(record.View, context.RequestAborted);
        QueueOutlook? outlook = await broker.LookAsync(record.Submission.Slot.ModelId, taskId);
        await JsonAnswer.WriteAsync(
            context,
            outlook is null ? view : view.With(outlook),
            ContractsJsonContext.Default.TaskView);
    }

    private async Task EventsAsync(HttpContext context, TaskId taskId)
    {
        if (await FindAsync(context, taskId) is TaskRecord record
            && await EventsOfAsync(context, record) is TaskEventLog all)
            await events.WriteAsync(context, record, all);
    }

    private async Task ResultAsync(HttpContext context, TaskId taskId)
    {
        if (await FindAsync(context, taskId) is not TaskRecord record)
            return;
        if (!record.State.Phase.IsTerminal())
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.Conflict, "The task has not ended yet: read its events, or ask again later.", "id");
            return;
        }

        (bool isOpen, TaskResult? result) = await ResultOfAsync(context, record);
        if (!isOpen)
            return;
        if (result is null)
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.NotFound, $"What task {taskId} came to is not kept any more.", "id");
            return;
        }

        await JsonAnswer.WriteAsync(context, result, ContractsJsonContext.Default.TaskResult);
    }

    private async Task CancelAsync(HttpContext context, TaskId taskId)
    {
        if (await FindAsync(context, taskId) is not TaskRecord record)
            return;
        SubmitAnswer answer = record.State.Phase.IsTerminal()
            ? new SubmitAnswer(record, null)
            : await life.CancelAsync(record);
        if (answer.Failure is { } failure)
            await ErrorResponse.WriteAsync(context, failure.Code, failure.ToBody());
        else
            await JsonAnswer.WriteAsync(context, record.View, ContractsJsonContext.Default.TaskView);
    }

    /// <summary>
    /// Whether the caller has no answer yet, and then what the task came to; null when that is not kept any more.
    /// </summary>
    private async ValueTask<(bool IsOpen, TaskResult? Result)> ResultOfAsync(HttpContext context, TaskRecord record)
    {
        try
        {
            return (true, await results.FindAsync(record, context.RequestAborted));
        }
        catch (StorageException failure)
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.StorageUnavailable, failure.Message);
            return (false, null);
        }
    }

    /// <summary>A task's events; null when they can't be read now, and the caller has been told.</summary>
    private async ValueTask<TaskEventLog?> EventsOfAsync(HttpContext context, TaskRecord record)
    {
        try
        {
            return await results.EventsOfAsync(record, context.RequestAborted);
        }
        catch (StorageException failure)
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.StorageUnavailable, failure.Message);
            return null;
        }
    }

    /// <summary>A task that was taken counts until its end, one that was not does not.</summary>
    private static void Count(QuotaTicket? quota, TaskRecord? record)
    {
        if (quota is not null && record is not null)
            record.Quota.Keep(quota);
        else
            quota?.Leave(0);
    }

    /// <summary>The task; null when there is none, and the caller has been told.</summary>
    private async ValueTask<TaskRecord?> FindAsync(HttpContext context, TaskId taskId)
    {
        try
        {
            TaskRecord? record = await finder.FindAsync(taskId, context.RequestAborted);
            if (record is null)
                await NotFoundAsync(context, taskId);
            return record;
        }
        catch (StorageException failure)
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.StorageUnavailable, failure.Message);
            return null;
        }
    }

    private static Task NotFoundAsync(HttpContext context, TaskId taskId) =>
        ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no task {taskId}.", "id");
}
