using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.PoolManager.Pools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>Liveness and readiness.</summary>
internal sealed class MetaEndpoints(PoolDirectory pools)
{
    private static readonly ReadOnlyMemory<byte> Healthy = "{\"status\":\"ok\"}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> NotReady = "{\"status\":\"no pool is ready\"}"u8.ToArray();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", context => WriteAsync(context, Healthy, StatusCodes.Status200OK))
            .Describe(PoolDocs.Health);
        routes.MapGet("/ready", context => pools.All.Any(pool => pool.Status.Ready)
            ? WriteAsync(context, Healthy, StatusCodes.Status200OK)
            : WriteAsync(context, NotReady, StatusCodes.Status503ServiceUnavailable)).Describe(PoolDocs.Ready);
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
