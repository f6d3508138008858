using System.Text;
using LlamaOrch.Orchestrator.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Liveness, readiness and version.</summary>
internal sealed class MetaEndpoints(FleetView fleet)
{
    // Load balancers like to ask for the head alone.
    private static readonly string[] Probes = ["GET", "HEAD"];
    private static readonly string ProductVersion = typeof(MetaEndpoints).Assembly.GetName().Version!.ToString(3);
    private static readonly ReadOnlyMemory<byte> Healthy = "{\"status\":\"ok\"}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> NotReady = "{\"status\":\"no pool is ready\"}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> VersionJson = Encoding.UTF8.GetBytes(
        $"{{\"product\":\"llama-orch\",\"version\":\"{ProductVersion}\"}}");

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/health", Probes, context => WriteAsync(context, Healthy, 200));
        routes.MapMethods("/ready", Probes, context => fleet.Current.Pools.Any(pool => pool.Available)
            ? WriteAsync(context, Healthy, 200)
            : WriteAsync(context, NotReady, 503));
        routes.MapGet("/v2/meta/version", context => WriteAsync(context, VersionJson, 200));
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
