using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Core.Admission;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Liveness, readiness, version and capabilities.</summary>
internal sealed class MetaEndpoints(
    FleetView fleet, StorageMetrics storage, AdmissionLimits admission, IOptions<OrchestratorOptions> options)
{
    private static readonly string ProductVersion = typeof(MetaEndpoints).Assembly.GetName().Version!.ToString(3);
    private static readonly ReadOnlyMemory<byte> Healthy = "{\"status\":\"ok\"}"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> NoPool = "{\"status\":\"no pool is ready\"}"u8.ToArray();
    // Open to everybody, so it says nothing of where the database is.
    private static readonly ReadOnlyMemory<byte> NoStorage =
        """
        {"status":"tasks can't be taken, since the database can't be used (STORAGE_UNAVAILABLE); /v1 is served"}
        """u8.ToArray();

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", context => WriteAsync(context, Healthy, 200))
            .Describe(MetaDocs.Health);
        routes.MapGet("/ready", ReadyAsync).Describe(MetaDocs.Ready);
        routes.MapGet("/v2/meta/version", VersionAsync).Describe(MetaDocs.Version);
        routes.MapGet("/v2/meta/capabilities", CapabilitiesAsync).Describe(MetaDocs.Capabilities);
    }

    private Task ReadyAsync(HttpContext context)
    {
        if (!fleet.Current.Pools.Any(pool => pool.Available))
            return WriteAsync(context, NoPool, 503);
        return storage.IsAvailable ? WriteAsync(context, Healthy, 200) : WriteAsync(context, NoStorage, 503);
    }

    private static Task VersionAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, new VersionView("llama-orch", ProductVersion), ContractsJsonContext.Default.VersionView);

    private Task CapabilitiesAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context,
        CapabilityViews.Of(fleet.Current, ProductVersion, admission, options.Value),
        ContractsJsonContext.Default.CapabilitiesView);

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> json, int status)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.Body.WriteAsync(json, context.RequestAborted).AsTask();
    }
}
