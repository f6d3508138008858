using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Grains;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Pools as the fleet knows them.</summary>
internal sealed class PoolEndpoints(IGrainFactory grains)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/pools", ListAsync).Describe(PoolDocs.List);
        routes.MapGet("/v2/pools/{id}/health", RouteIds.With<PoolId>(HealthAsync)).Describe(PoolDocs.Health);
    }

    private async Task ListAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context, [.. (await ReadAsync()).Pools.Select(ReportOf)], ContractsJsonContext.Default.IReadOnlyListPoolReport);

    private async Task HealthAsync(HttpContext context, PoolId poolId)
    {
        if ((await ReadAsync()).Pools.FirstOrDefault(pool => pool.PoolId == poolId) is not PoolSnapshot pool)
        {
            await ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no pool {poolId}.", "id");
            return;
        }

        await JsonAnswer.WriteAsync(
            context, ReportOf(pool), ContractsJsonContext.Default.PoolReport, pool.Available ? 200 : 503);
    }

    private async ValueTask<FleetSnapshot> ReadAsync() => (await grains.GetGrain<IFleetGrain>(0).ReadAsync()).Value;

    /// <summary>
    /// The node's word, corrected by what the control plane saw: a pool that does not answer is not ready.
    /// </summary>
    private static PoolReport ReportOf(PoolSnapshot pool) => pool.Available || pool.Draining
        ? pool.Report
        : pool.Report with
        {
            Ready = false,
            State = pool.Report.Ready ? PoolState.Offline : pool.Report.State,
            LastError = pool.Report.LastError ?? DigestProblem(pool) ?? PollProblem(pool),
        };

    private static string? DigestProblem(PoolSnapshot pool) => pool.Verification switch
    {
        VerificationResult.Mismatch =>
            "Its model file is not the one of the catalog: see POST /v2/catalog/models/{id}/verify.",
        VerificationResult.Pending => "The digest of its model file, which the catalog demands, is being computed.",
        _ => null,
    };

    private static string? PollProblem(PoolSnapshot pool) =>
        pool.Problem is string problem ? $"The control plane can't reach it: {problem}" : null;
}
