using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Hosting.Disks;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>How the replica that answers is; what nobody but itself can tell.</summary>
internal sealed class StatusEndpoints(
    ApiTokens tokens, DiskWatch disks, TimeProvider time, IOptions<OrchestratorOptions> options)
{
    private static readonly string Version = typeof(StatusEndpoints).Assembly.GetName().Version!.ToString(3);

    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/v2/meta/status", ShowAsync).Describe(MetaDocs.Status);

    private Task ShowAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context,
        new ControlPlaneView
        {
            Version = Version,
            Time = time.GetUtcNow(),
            StartedAt = startedAt,
            TokenRequired = tokens.AreRequired,
            // Where no token is asked for, everybody may do everything.
            Role = (context.Features.Get<ApiKey>()?.Role ?? ApiRole.Admin).ToString().ToLowerInvariant(),
            Storage = options.Value.Storage,
            Disks = disks.Latest,
        },
        ContractsJsonContext.Default.ControlPlaneView);
}
