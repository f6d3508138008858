using System.Collections.Concurrent;
using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Tests.Fixtures;

/// <summary>The nodes plane of a control plane: keeps what nodes say, and answers as the test wants.</summary>
internal sealed class FakeOrchestrator : IAsyncDisposable
{
    private readonly WebApplication app;

    private FakeOrchestrator(WebApplication app) => this.app = app;

    public Uri Url { get; private set; } = null!;

    public ConcurrentQueue<RegisterNodeRequest> Registrations { get; } = new();

    public ConcurrentQueue<HeartbeatRequest> Heartbeats { get; } = new();

    public ConcurrentQueue<string> Deregistrations { get; } = new();

    public ConcurrentQueue<string> Authorizations { get; } = new();

    /// <summary>
    /// The interval that its answers give; far beyond a test's length unless the test wants heartbeats.
    /// </summary>
    public long HeartbeatMs { get; set; } = 600_000;

    /// <summary>Which leases of a report it says have lost their owners.</summary>
    public Func<HeartbeatRequest, IReadOnlyList<OrphanedLease>?> Orphans { get; set; } = _ => null;

    /// <summary>What it answers instead, when not null.</summary>
    public int? RegisterStatus { get; set; }

    /// <summary>What it answers instead, when not null.</summary>
    public int? HeartbeatStatus { get; set; }

    /// <summary>What it says its answers are.</summary>
    public string ContentType { get; set; } = "application/json";

    /// <summary>Whether it takes goodbyes and never answers them.</summary>
    public bool DeregisterHangs { get; set; }

    public static async Task<FakeOrchestrator> StartAsync(int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        WebApplication app = builder.Build();
        var orchestrator = new FakeOrchestrator(app);
        app.MapPost("/v2/nodes/register", (RequestDelegate)orchestrator.RegisterAsync);
        app.MapPost("/v2/nodes/{id}/heartbeat", (RequestDelegate)orchestrator.HeartbeatAsync);
        app.MapDelete("/v2/nodes/{id}", (RequestDelegate)orchestrator.DeregisterAsync);
        await app.StartAsync();
        orchestrator.Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return orchestrator;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task RegisterAsync(HttpContext context)
    {
        Authorizations.Enqueue(context.Request.Headers.Authorization.ToString());
        RegisterNodeRequest request = (await JsonSerializer.DeserializeAsync(
            context.Request.Body, ContractsJsonContext.Default.RegisterNodeRequest))!;
        Registrations.Enqueue(request);
        await AnswerAsync(context, RegisterStatus, () => JsonSerializer.SerializeToUtf8Bytes(
            new RegisterNodeResponse(request.NodeId, HeartbeatMs), ContractsJsonContext.Default.RegisterNodeResponse));
    }

    private async Task HeartbeatAsync(HttpContext context)
    {
        HeartbeatRequest beat = (await JsonSerializer.DeserializeAsync(
            context.Request.Body, ContractsJsonContext.Default.HeartbeatRequest))!;
        Heartbeats.Enqueue(beat);
        await AnswerAsync(context, HeartbeatStatus, () => JsonSerializer.SerializeToUtf8Bytes(
            new HeartbeatResponse(HeartbeatMs, Orphans(beat)), ContractsJsonContext.Default.HeartbeatResponse));
    }

    private async Task DeregisterAsync(HttpContext context)
    {
        Deregistrations.Enqueue((string)context.GetRouteValue("id")! + context.Request.QueryString);
        if (DeregisterHangs)
            await new TaskCompletionSource().Task.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private async Task AnswerAsync(HttpContext context, int? status, Func<byte[]> answer)
    {
        context.Response.StatusCode = status ?? StatusCodes.Status200OK;
        context.Response.ContentType = ContentType;
        if (status is null)
            await context.Response.Body.WriteAsync(answer());
    }
}
