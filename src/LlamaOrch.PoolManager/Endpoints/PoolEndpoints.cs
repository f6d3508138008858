using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Requests;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.PoolManager.Inference;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Provisioning;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>The node's pools: how they are, what they are asked to do, and the requests for their engines.</summary>
internal sealed class PoolEndpoints(
    PoolDirectory pools, PoolReports reports, PoolControl control, InferProxy proxy, SpanSource spans)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/pools", ListAsync).Describe(PoolDocs.List);
        routes.MapGet("/v2/pools/{id}/status", RouteIds.With<PoolId>(
            (context, id) => WithPoolAsync(context, id, pool => AnswerAsync(context, pool)))).Describe(PoolDocs.Status);
        const string infer = "/v2/pools/{id}/infer";
        routes.MapPost(infer, spans.Around("infer", infer, RouteIds.With<PoolId>(
            (context, id) => proxy.HandleAsync(context, id.Value)))).Describe(PoolDocs.Infer);
        MapControl(routes, "preload", control.Preload, PoolDocs.Preload);
        MapControl(routes, "drain", control.Drain, PoolDocs.Drain);
        MapControl(routes, "reload", control.Reload, PoolDocs.Reload);
    }

    private void MapControl(IEndpointRouteBuilder routes, string verb, Action<Pool> ask, RouteDoc doc) =>
        routes.MapPost($"/v2/pools/{{id}}/{verb}", RouteIds.With<PoolId>(
            (context, id) => WithPoolAsync(context, id, pool =>
            {
                ask(pool.Pool);
                return AnswerAsync(context, pool, StatusCodes.Status202Accepted);
            }))).Describe(doc);

    private Task ListAsync(HttpContext context) =>
        JsonAnswer.WriteAsync(context, reports.All(), ContractsJsonContext.Default.IReadOnlyListPoolReport);

    private Task AnswerAsync(HttpContext context, ServedPool pool, int status = StatusCodes.Status200OK) =>
        JsonAnswer.WriteAsync(context, reports.Of(pool), ContractsJsonContext.Default.PoolReport, status);

    private Task WithPoolAsync(HttpContext context, PoolId poolId, Func<ServedPool, Task> handle) =>
        pools.FindServed(poolId.Value) is ServedPool pool
            ? handle(pool)
            : ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no pool {poolId} on this node.", "id");
}
