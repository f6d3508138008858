using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Nodes join, report and leave.</summary>
internal sealed class NodeEndpoints(
    IGrainFactory grains, LeaseReconciliation leases, FleetLimits limits, FleetMetrics metrics, TimeProvider time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/nodes/register", RegisterAsync).Needs(ApiRole.Node).Describe(NodeDocs.Register);
        routes.MapPost("/v2/nodes/{id}/heartbeat", RouteIds.With<NodeId>(HeartbeatAsync)).Needs(ApiRole.Node)
            .Describe(NodeDocs.Heartbeat);
        routes.MapPost("/v2/nodes/{id}/drain", RouteIds.With<NodeId>(DrainAsync)).Needs(ApiRole.Admin)
            .Describe(NodeDocs.Drain);
        routes.MapDelete("/v2/nodes/{id}", RouteIds.With<NodeId>(DeregisterAsync)).Needs(ApiRole.Node)
            .Describe(NodeDocs.Deregister);
        routes.MapGet("/v2/nodes", ListAsync).Describe(NodeDocs.List);
        routes.MapGet("/v2/nodes/{id}", RouteIds.With<NodeId>(ShowAsync)).Describe(NodeDocs.Show);
    }

    private async Task RegisterAsync(HttpContext context)
    {
        RegisterNodeRequest request;
        try
        {
            request = await JsonAnswer.ReadAsync(context, ContractsJsonContext.Default.RegisterNodeRequest);
        }
        catch (Exception invalid) when (invalid is JsonException or BadHttpRequestException)
        {
            metrics.Registered(FleetMetrics.Error);
            throw;
        }

        if (await ApplyAsync(new FleetEvent.Registered(request)) is ErrorBody refusal)
        {
            metrics.Registered(FleetMetrics.Error);
            await RefuseAsync(context, refusal);
            return;
        }

        metrics.Registered(FleetMetrics.Success);
        await JsonAnswer.WriteAsync(
            context,
            new RegisterNodeResponse(request.NodeId, (long)limits.HeartbeatInterval.TotalMilliseconds),
            ContractsJsonContext.Default.RegisterNodeResponse);
    }

    private async Task HeartbeatAsync(HttpContext context, NodeId nodeId)
    {
        HeartbeatRequest beat;
        try
        {
            beat = await JsonAnswer.ReadAsync(context, ContractsJsonContext.Default.HeartbeatRequest);
        }
        catch (Exception invalid) when (invalid is JsonException or BadHttpRequestException)
        {
            metrics.Heartbeat(nodeId, FleetMetrics.Error);
            throw;
        }

        ErrorBody? refusal = await ApplyAsync(new FleetEvent.HeartbeatReceived(
            nodeId, beat.Pools, beat.Models, beat.Disks, beat.InstanceId));
        if (refusal is not null)
        {
            metrics.Heartbeat(nodeId, FleetMetrics.Error);
            await RefuseAsync(context, refusal);
            return;
        }

        metrics.Heartbeat(nodeId, FleetMetrics.Success);
        metrics.ClockSeen(nodeId, beat.Timestamp, time.GetUtcNow());
        await JsonAnswer.WriteAsync(
            context,
            new HeartbeatResponse(
                (long)limits.HeartbeatInterval.TotalMilliseconds, await leases.RunAsync(beat.Pools)),
            ContractsJsonContext.Default.HeartbeatResponse);
    }

    private async Task DeregisterAsync(HttpContext context, NodeId nodeId)
    {
        ErrorBody? refusal = await ApplyAsync(new FleetEvent.Deregistered(
            nodeId, context.Request.Query["instance_id"] is [string instance] ? instance : null));
        metrics.Deregistered(refusal is null ? FleetMetrics.Success : FleetMetrics.Error);
        if (refusal is not null)
        {
            await RefuseAsync(context, refusal);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task DrainAsync(HttpContext context, NodeId nodeId)
    {
        if (await ApplyAsync(new FleetEvent.DrainRequested(nodeId)) is ErrorBody refusal)
            await RefuseAsync(context, refusal);
        else
            context.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    private async Task ListAsync(HttpContext context) => await JsonAnswer.WriteAsync(
        context,
        [.. (await ReadAsync()).Nodes.Select(NodeViews.Of)],
        ContractsJsonContext.Default.IReadOnlyListNodeView);

    private async Task ShowAsync(HttpContext context, NodeId nodeId)
    {
        if ((await ReadAsync()).Nodes.FirstOrDefault(node => node.NodeId == nodeId) is NodeRecord node)
            await JsonAnswer.WriteAsync(context, NodeViews.Of(node), ContractsJsonContext.Default.NodeView);
        else
            await ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no node {nodeId}.", "id");
    }

    private async ValueTask<FleetSnapshot> ReadAsync() => (await grains.GetGrain<IFleetGrain>(0).ReadAsync()).Value;

    private async ValueTask<ErrorBody?> ApplyAsync(FleetEvent happened) =>
        (await grains.GetGrain<IFleetGrain>(0).ApplyAsync(new Immutable<FleetEvent>(happened))).Value;

    private static Task RefuseAsync(HttpContext context, ErrorBody refusal) =>
        ErrorResponse.WriteAsync(context, ErrorCodes.Parse(refusal.Code), refusal);
}
