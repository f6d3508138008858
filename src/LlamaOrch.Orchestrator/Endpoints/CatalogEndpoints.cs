using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What models there are, where they are, and whether they are what they should be.</summary>
internal sealed class CatalogEndpoints(IGrainFactory grains, CatalogMetrics metrics)
{
    private const string Models = "/v2/catalog/models";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Models, ListAsync).Describe(CatalogDocs.List);
        routes.MapPost(Models, RegisterAsync).Needs(ApiRole.Admin).Describe(CatalogDocs.Register);
        routes.MapGet($"{Models}/{{id}}", RouteIds.With<ModelId>(ShowAsync)).Describe(CatalogDocs.Show);
        routes.MapDelete($"{Models}/{{id}}", RouteIds.With<ModelId>(RemoveAsync)).Needs(ApiRole.Admin)
            .Describe(CatalogDocs.Remove);
        routes.MapPost($"{Models}/{{id}}/verify", RouteIds.With<ModelId>(VerifyAsync)).Needs(ApiRole.Admin)
            .Describe(CatalogDocs.Verify);
        routes.MapPost($"{Models}/{{id}}/state", RouteIds.With<ModelId>(SetStateAsync)).Needs(ApiRole.Admin)
            .Describe(CatalogDocs.SetState);
        routes.MapGet("/v2/catalog/availability", AvailabilityAsync).Describe(CatalogDocs.Availability);
    }

    private async Task ListAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context,
        CatalogPictures.List(await ReadAsync()),
        ContractsJsonContext.Default.IReadOnlyListCatalogModelView);

    private async Task ShowAsync(HttpContext context, ModelId modelId)
    {
        if (CatalogPictures.Find(await ReadAsync(), modelId) is CatalogModelView view)
            await JsonAnswer.WriteAsync(context, view, ContractsJsonContext.Default.CatalogModelView);
        else
            await ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no model '{modelId}'.", "id");
    }

    private async Task RegisterAsync(HttpContext context)
    {
        RegisterModelRequest request = await JsonAnswer.ReadAsync(
            context, ContractsJsonContext.Default.RegisterModelRequest);
        await ApplyAsync(context, new CatalogEvent.Registered(request), request.ModelId, StatusCodes.Status201Created);
    }

    private async Task SetStateAsync(HttpContext context, ModelId modelId)
    {
        ModelStateRequest request = await JsonAnswer.ReadAsync(
            context, ContractsJsonContext.Default.ModelStateRequest);
        await ApplyAsync(
            context, new CatalogEvent.StateSet(modelId, request.State), modelId, StatusCodes.Status200OK);
    }

    private async Task RemoveAsync(HttpContext context, ModelId modelId)
    {
        CatalogDecision decision = await DecideAsync(new CatalogEvent.Removed(modelId));
        if (decision.Refusal is ErrorBody refusal)
            await RefuseAsync(context, refusal);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task VerifyAsync(HttpContext context, ModelId modelId)
    {
        FleetSnapshot fleet = await ReadAsync();
        if (fleet.Catalog.Find(modelId) is not CatalogModel model)
        {
            await ErrorResponse.WriteAsync(
                context,
                ErrorCode.NotFound,
                $"Nobody registered the model '{modelId}' with a digest that nodes could be compared with.",
                "id");
            return;
        }

        ModelVerification verification = CatalogPictures.Verify(fleet, model);
        foreach (NodeVerification node in verification.Nodes)
            metrics.Verified(node.Result);
        await JsonAnswer.WriteAsync(context, verification, ContractsJsonContext.Default.ModelVerification);
    }

    private async Task AvailabilityAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context, CatalogPictures.Availability(await ReadAsync()), ContractsJsonContext.Default.CatalogAvailability);

    /// <summary>Applies a change and answers with the model; 200 where it changed nothing.</summary>
    private async Task ApplyAsync(HttpContext context, CatalogEvent happened, ModelId modelId, int changed)
    {
        CatalogDecision decision = await DecideAsync(happened);
        if (decision.Refusal is ErrorBody refusal)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        int status = decision.Saved is null ? StatusCodes.Status200OK : changed;
        if (CatalogPictures.Find(await ReadAsync(), modelId) is CatalogModelView view)
            await JsonAnswer.WriteAsync(context, view, ContractsJsonContext.Default.CatalogModelView, status);
        else
            await ErrorResponse.WriteAsync(
                context, ErrorCode.Conflict, $"The model '{modelId}' was deleted meanwhile.", "model_id");
    }

    private async ValueTask<CatalogDecision> DecideAsync(CatalogEvent happened) =>
        (await grains.GetGrain<ICatalogGrain>(0).ApplyAsync(new Immutable<CatalogEvent>(happened))).Value;

    private async ValueTask<FleetSnapshot> ReadAsync() => (await grains.GetGrain<IFleetGrain>(0).ReadAsync()).Value;

    private static Task RefuseAsync(HttpContext context, ErrorBody refusal) =>
        ErrorResponse.WriteAsync(context, ErrorCodes.Parse(refusal.Code), refusal);
}
