using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Placement;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Why a task runs where it runs, waits, or was refused.</summary>
internal sealed class DecisionEndpoints(
    IGrainFactory grains, FleetView fleet, TaskDirectory directory, RefusedDecisions refused)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v2/tasks/{id}/decision", RouteIds.With<TaskId>(ShowAsync)).Describe(TaskDocs.Decision);

    private async Task ShowAsync(HttpContext context, TaskId taskId)
    {
        if (await FindAsync(taskId) is PlacementDecision decision)
        {
            await JsonAnswer.WriteAsync(context, decision, ContractsJsonContext.Default.PlacementDecision);
            return;
        }

        await ErrorResponse.WriteAsync(
            context, ErrorCode.NotFound, $"No decision on task {taskId} is kept (any more).", "id");
    }

    private async ValueTask<PlacementDecision?> FindAsync(TaskId taskId)
    {
        // Requests of the OpenAI-compatible API are in no directory, so which model they were for is not known.
        string[] models = directory.Find(taskId) is TaskRecord record
            ? [record.View.Model.Value]
            : [.. fleet.Current.Models];
        foreach (string model in models)
        {
            Immutable<PlacementDecision?> decision = await grains.GetGrain<IModelSchedulerGrain>(model)
                .ExplainAsync(new Immutable<TaskId>(taskId));
            if (decision.Value is not null)
                return decision.Value;
        }

        return refused.Find(taskId);
    }
}
