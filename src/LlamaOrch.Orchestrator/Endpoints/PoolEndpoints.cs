using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Fleet;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Pools as the fleet knows them.</summary>
internal sealed class PoolEndpoints(FleetView fleet)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/pools", ListAsync);
        routes.MapGet("/v2/pools/{id}/health", RouteIds.With<PoolId>(HealthAsync));
    }

    private Task ListAsync(HttpContext context) => JsonAnswer.WriteAsync(
        context, [.. fleet.Current.Pools.Select(ReportOf)], ContractsJsonContext.Default.IReadOnlyListPoolReport);

    private Task HealthAsync(HttpContext context, PoolId poolId) =>
        fleet.Current.Pools.FirstOrDefault(pool => pool.PoolId == poolId) is PoolSnapshot pool
            ? JsonAnswer.WriteAsync(
                context, ReportOf(pool), ContractsJsonContext.Default.PoolReport, pool.Available ? 200 : 503)
            : ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no pool {poolId}.", "id");

    /// <summary>
    /// The node's word, corrected by what the control plane saw: a pool that does not answer is not ready.
    /// </summary>
    private static PoolReport ReportOf(PoolSnapshot pool) => pool.Available || pool.Draining
        ? pool.Report
        : pool.Report with { Ready = false, State = pool.Report.Ready ? PoolState.Offline : pool.Report.State };
}
