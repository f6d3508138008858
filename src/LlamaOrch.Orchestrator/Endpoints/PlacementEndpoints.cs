using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Placement;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Placement;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>The placement policy: how it is, and reading it again.</summary>
internal sealed class PlacementEndpoints(PlacementPolicies policies)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/placement", ShowAsync).Describe(PlacementDocs.Show);
        routes.MapPost("/v2/placement/reload", ReloadAsync).Describe(PlacementDocs.Reload);
    }

    private Task ShowAsync(HttpContext context)
    {
        PlacementPolicy policy = policies.Current;
        var view = new PlacementView(
            policy.Strategy,
            policy.Weights(),
            policy.PrefixBalanceMax,
            (long)policy.LatencyHalf.TotalMilliseconds,
            policy.VramFreeBytesMin);
        return JsonAnswer.WriteAsync(context, view, ContractsJsonContext.Default.PlacementView);
    }

    private Task ReloadAsync(HttpContext context) => policies.Reload() is string problems
        ? ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, $"The old settings stay: {problems}")
        : ShowAsync(context);
}
