using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
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
    private static PoolReport ReportOf(PoolSnapshot pool)
    {
        PoolReport report = pool.Report with { NodeId = pool.NodeId };
        if (pool.Available || pool.Draining)
        {
            report = report with { LastError = report.LastError ?? RestProblem(pool) };
        }
        else
        {
            report = report with
            {
                Ready = false,
                State = report.Ready ? PoolState.Offline : report.State,
                LastError = report.LastError ?? DigestProblem(pool) ?? PollProblem(pool) ?? NodeProblem(pool),
            };
        }

        return pool.NodeState == NodeState.Offline || report.State is PoolState.Offline or PoolState.Failed
            ? report with { SlotsFree = 0 }
            : report;
    }

    private static string? NodeProblem(PoolSnapshot pool) => pool.NodeState == NodeState.Online
        ? null
        : $"Its node {pool.NodeId} is {pool.NodeState.ToString().ToLowerInvariant()}.";

    private static string? DigestProblem(PoolSnapshot pool) => pool.Verification switch
    {
        VerificationResult.Mismatch =>
            "Its model file is not the one of the catalog: see POST /v2/catalog/models/{id}/verify.",
        VerificationResult.Pending => "The digest of its model file, which the catalog demands, is being computed.",
        _ => null,
    };

    private static string? RestProblem(PoolSnapshot pool) => pool.RestsUntil is DateTimeOffset until
        ? $"It failed {pool.Failures} times in a row and rests until {until:HH:mm:ss} UTC, then it is tried again."
        : null;

    private static string? PollProblem(PoolSnapshot pool) =>
        pool.Problem is string problem ? $"The control plane can't reach it: {problem}" : null;
}
