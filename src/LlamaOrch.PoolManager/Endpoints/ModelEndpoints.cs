using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Requests;
using LlamaOrch.Hosting.Security;
using LlamaOrch.PoolManager.Models;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>The node's model files.</summary>
internal sealed class ModelEndpoints(ModelReports reports, ModelRegistration registration)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/models", ListAsync).Describe(ModelDocs.List);
        routes.MapPost("/v2/models", RegisterAsync).Needs(ApiRole.Admin).Describe(ModelDocs.Register);
        routes.MapDelete("/v2/models/{id}", RouteIds.With<ModelId>(RemoveAsync)).Needs(ApiRole.Admin)
            .Describe(ModelDocs.Remove);
    }

    private Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, reports.All(), ContractsJsonContext.Default.IReadOnlyListNodeModelView);

    private async Task RegisterAsync(HttpContext context)
    {
        RegisterNodeModelRequest request = await JsonAnswer.ReadAsync(
            context, ContractsJsonContext.Default.RegisterNodeModelRequest);
        (NodeModel? model, ErrorCode code, ErrorBody? refusal) = registration.Register(request);
        if (model is null)
        {
            await ErrorResponse.WriteAsync(context, code, refusal!);
            return;
        }

        await JsonAnswer.WriteAsync(
            context,
            reports.ViewOf(model),
            ContractsJsonContext.Default.NodeModelView,
            StatusCodes.Status202Accepted);
    }

    private Task RemoveAsync(HttpContext context, ModelId modelId)
    {
        if (!registration.Remove(modelId))
        {
            return ErrorResponse.WriteAsync(
                context, ErrorCode.NotFound, $"No model {modelId} was registered on this node.", "id");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
