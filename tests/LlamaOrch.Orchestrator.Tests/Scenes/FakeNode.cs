using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.Startup;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A node agent over in-process Kestrel that does what a test wants, good or bad.</summary>
internal sealed class FakeNode : IAsyncDisposable
{
    private readonly ConcurrentDictionary<ConnectionContext, bool> connections = new();
    private readonly ConcurrentQueue<Dispatch> dispatches = new();
    private readonly ConcurrentDictionary<string, bool> dispatchedOn = new();
    private readonly WebApplication app;

    private FakeNode(string nodeId, string model, int[] slots)
    {
        (NodeId, Model) = (nodeId, model);
        Reports = new(slots.Select(
            (count, index) => KeyValuePair.Create($"{nodeId}-p{index}", Report($"{nodeId}-p{index}", count))));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Use(TrackAsync)));
        app = builder.Build();
        app.MapGet("/v2/pools/{id}/status", StatusAsync);
        app.MapPost("/v2/pools/{id}/infer", InferAsync);
        app.MapPost("/v2/rejoin", RejoinAsync);
    }

    public string NodeId { get; }

    public string Model { get; }

    public IEnumerable<string> Pools => Reports.Keys.Order(StringComparer.Ordinal);

    public string Pool => Pools.First();

    /// <summary>What it says of its pools.</summary>
    public ConcurrentDictionary<string, PoolReport> Reports { get; }

    /// <summary>How it answers a poll; 200 with its report unless a test sets it.</summary>
    public int PollStatus { get; set; } = 200;

    /// <summary>What it does when the control plane calls it back; nothing unless a test sets it.</summary>
    public Func<Task> Rejoin { get; set; } = () => Task.CompletedTask;

    /// <summary>How it answers a dispatch.</summary>
    public Func<Dispatch, HttpContext, Task> Infer { get; set; } = (_, context) =>
        NodeAnswers.WholeAsync(context, "Hello");

    /// <summary>What was dispatched to it, in order.</summary>
    public IReadOnlyList<Dispatch> Dispatches => [.. dispatches];

    /// <summary>On how many connections dispatches came.</summary>
    public int DispatchConnections => dispatchedOn.Count;

    public static async Task<FakeNode> StartAsync(string nodeId, string model, params int[] slots)
    {
        var node = new FakeNode(nodeId, model, slots);
        await node.app.StartAsync();
        return node;
    }

    public async Task RegisterAsync(HttpClient orchestrator, string? nodeId = null)
    {
        using HttpResponseMessage response = await orchestrator.PostAsJsonAsync(
            "/v2/nodes/register", Registration(nodeId), ContractsJsonContext.Default.RegisterNodeRequest);
        response.EnsureSuccessStatusCode();
    }

    public RegisterNodeRequest Registration(string? nodeId = null) => new()
    {
        NodeId = new NodeId(nodeId ?? NodeId),
        MachineId = "this",
        Address = app.ListeningUrl(),
        Version = "test",
        Capabilities = new NodeCapabilities([], 1, 1),
        Pools = [.. Reports.Values],
    };

    public Task<HttpResponseMessage> HeartbeatAsync(HttpClient orchestrator) => orchestrator.PostAsJsonAsync(
        $"/v2/nodes/{NodeId}/heartbeat",
        new HeartbeatRequest(DateTimeOffset.UtcNow, [.. Reports.Values]),
        ContractsJsonContext.Default.HeartbeatRequest);

    public Task<HttpResponseMessage> DeregisterAsync(HttpClient orchestrator) =>
        orchestrator.DeleteAsync(new Uri($"/v2/nodes/{NodeId}", UriKind.Relative));

    /// <summary>Breaks every connection, as the end of the process would.</summary>
    public void Reset()
    {
        foreach (ConnectionContext connection in connections.Keys)
            connection.Abort();
    }

    public async ValueTask DisposeAsync()
    {
        Reset();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
    }

    private PoolReport Report(string pool, int slots) => new()
    {
        PoolId = new PoolId(pool),
        State = PoolState.Ready,
        Ready = true,
        Draining = false,
        SlotsTotal = slots,
        SlotsFree = slots,
        Engine = EngineKinds.LlamaCpp,
        ModelId = new ModelId(Model),
    };

    private ConnectionDelegate TrackAsync(ConnectionDelegate next) => async connection =>
    {
        connections.TryAdd(connection, true);
        await next(connection);
        connections.TryRemove(connection, out _);
    };

    private Task StatusAsync(HttpContext context)
    {
        context.Response.StatusCode = PollStatus;
        return PollStatus == 200
            ? context.Response.WriteAsJsonAsync(
                Reports[(string)context.GetRouteValue("id")!], ContractsJsonContext.Default.PoolReport)
            : Task.CompletedTask;
    }

    private Task RejoinAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Rejoin();
    }

    private async Task InferAsync(HttpContext context)
    {
        Dispatch dispatch = await Dispatch.OfAsync(context);
        dispatches.Enqueue(dispatch);
        dispatchedOn.TryAdd(context.Connection.Id, true);
        try
        {
            await Infer(dispatch, context);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            dispatch.WasAborted = true;
        }
    }
}
