using System.Net.Http.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Features;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Tests.Fixtures;

/// <summary>
/// pool-managerd within the test's process, on a port and in a folder of its own, with short intervals.
/// </summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly TemporaryDirectory folder;
    private int leases;

    private Node(WebApplication app, TemporaryDirectory folder)
    {
        (this.app, this.folder) = (app, folder);
        Url = app.ListeningUrl();
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    public IServiceProvider Services => app.Services;

    public string DataDir => folder.Path;

    public string HandoffFile(string poolId) => Path.Combine(folder.Path, "handoff", poolId + ".json");

    /// <summary>Starts a node with the settings given; later ones win over the test's own.</summary>
    public static async Task<Node> StartAsync(string[] settings, string? token = null)
    {
        var folder = new TemporaryDirectory();
        string[] args =
        [
            "--addr", "127.0.0.1:0",
            "--data_dir", folder.Path,
            "--health_interval_ms", "50",
            "--handoff_scan_interval_ms", "100",
            "--restart_backoff_ms", "10",
            "--stop_grace_ms", "500",
            .. settings,
        ];
        WebApplicationBuilder builder = DaemonHost.CreateBuilder(PoolManagerOptions.EnvironmentPrefix, args);
        builder.AddPoolManager();
        builder.Services.AddSingleton(ApiTokens.Parse(token));
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build().MapPoolManager();
        await DaemonRunner.StartAsync(app, CancellationToken.None);
        return new Node(app, folder);
    }

    /// <summary>Starts a node that is attached to a fake engine, and waits until its pool is ready.</summary>
    public static async Task<Node> StartReadyAsync(FakeEngine engine, params string[] settings)
    {
        Node node = await StartAsync([.. Attached("p", engine.Url), .. settings]);
        await node.UntilReadyAsync("p");
        return node;
    }

    /// <summary>The settings of a pool that attaches to a URL.</summary>
    public static string[] Attached(string poolId, Uri engine) =>
        ["--pools:0:pool_id", poolId, "--pools:0:engine", "openai", "--pools:0:engine_url", engine.ToString()];

    public async Task<PoolReport> StatusAsync(string poolId) =>
        (await Http.GetFromJsonAsync($"/v2/pools/{poolId}/status", ContractsJsonContext.Default.PoolReport))!;

    public Task UntilReadyAsync(string poolId) => UntilAsync(poolId, report => report.Ready);

    public Task UntilAsync(string poolId, PoolState state) => UntilAsync(poolId, report => report.State == state);

    public Task UntilAsync(string poolId, Func<PoolReport, bool> condition)
    {
        PoolReport? last = null;
        return Eventually.HoldsAsync(
            $"pool {poolId} of {Url}",
            async () => condition(last = await StatusAsync(poolId)));
    }

    /// <summary>A request as the control plane sends it, under a lease of its own unless one is given.</summary>
    public HttpRequestMessage Infer(
        string body, string route = EngineRoutes.ChatCompletions, string? lease = null, string poolId = "p")
    {
        int number = Interlocked.Increment(ref leases);
        return new HttpRequestMessage(HttpMethod.Post, $"/v2/pools/{poolId}/infer")
        {
            Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
            Headers =
            {
                { LlorchHeaders.LeaseId, lease ?? $"lease-{number}" },
                { LlorchHeaders.LeaseFence, number.ToString() },
                { LlorchHeaders.EngineRoute, route },
                { LlorchHeaders.CorrelationId, "correlation-1" },
            },
        };
    }

    /// <summary>Sends and returns as soon as the headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    /// <summary>The value of one series of <c>/metrics</c>, such as <c>pool_ready{pool_id="p"}</c>.</summary>
    public async Task<double> MetricAsync(string series)
    {
        string text = await Http.GetStringAsync("/metrics");
        string line = text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal));
        return double.Parse(line[(series.Length + 1)..]);
    }

    public Task StopAsync() => app.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        folder.Dispose();
    }
}
