using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.OpenAi;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>The tasks plane.</summary>
internal sealed class TaskEndpoints(
    IGrainFactory grains, TaskDirectory directory, TaskRequestReader reader, AdmissionGate admission)
{
    private const int ListMax = 100;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/tasks", SubmitAsync);
        routes.MapGet("/v2/tasks", ListAsync);
        routes.MapGet("/v2/tasks/{id}", RouteIds.With<TaskId>(ShowAsync));
        routes.MapGet("/v2/tasks/{id}/events", RouteIds.With<TaskId>(EventsAsync));
        routes.MapPost("/v2/tasks/{id}/cancel", RouteIds.With<TaskId>(CancelAsync));
    }

    private async Task SubmitAsync(HttpContext context)
    {
        using RequestBody body = await RequestBody.ReadAsync(context.Request, context.RequestAborted);
        (TaskSubmission? submission, ErrorBody? invalid) = reader.Read(body.Bytes.Span, context);
        if (submission is null)
        {
            admission.Refused(TaskPriority.Interactive, ErrorCode.InvalidParams);
            await ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, invalid!);
            return;
        }

        Immutable<SubmitAnswer> answer = await grains.GetGrain<ITaskGrain>(submission.Slot.TaskId.Value)
            .SubmitAsync(new Immutable<TaskSubmission>(submission));
        if (answer.Value.Failure is { } failure)
        {
            await ErrorResponse.WriteAsync(context, failure.Code, failure.ToBody());
            return;
        }

        await JsonAnswer.WriteAsync(
            context, answer.Value.View!, ContractsJsonContext.Default.TaskView, StatusCodes.Status202Accepted);
    }

    private Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, directory.Newest(ListMax), ContractsJsonContext.Default.IReadOnlyListTaskView);

    private Task ShowAsync(HttpContext context, TaskId taskId) =>
        directory.Find(taskId) is TaskRecord record
            ? JsonAnswer.WriteAsync(context, record.View, ContractsJsonContext.Default.TaskView)
            : NotFoundAsync(context, taskId);

    private Task EventsAsync(HttpContext context, TaskId taskId) =>
        directory.Find(taskId) is TaskRecord record
            ? TaskEventStream.WriteAsync(context, record.Events)
            : NotFoundAsync(context, taskId);

    private async Task CancelAsync(HttpContext context, TaskId taskId)
    {
        // Not asked of the grain when unknown: a caller's guess must not make an activation.
        TaskView? view = directory.Find(taskId) is null
            ? null
            : (await grains.GetGrain<ITaskGrain>(taskId.Value).CancelAsync()).Value;
        if (view is null)
            await NotFoundAsync(context, taskId);
        else
            await JsonAnswer.WriteAsync(context, view, ContractsJsonContext.Default.TaskView);
    }

    private static Task NotFoundAsync(HttpContext context, TaskId taskId) =>
        ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no task {taskId}.", "id");
}
