using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Exposition;

/// <summary>What a real Prometheus makes of the exposition.</summary>
[Trait("lane", "integration")]
public sealed class PrometheusReadsTests
{
    private const string Duration = "orchd_pool_health_check_duration_ms";

    [Fact]
    public async Task A_thousand_checks_of_5_ms_have_a_P95_of_at_most_10_ms()
    {
        await using WebApplication daemon = await StartDaemonAsync();
        var metrics = new FleetMetrics(daemon.Services.GetRequiredService<MetricRegistry>());
        metrics.OnFleet(OnePool());
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(
            PrometheusServer.ScrapeConfig(("orchestratord", daemon.ListeningUrl())));
        // Seen at zero first, so that all that follows counts for rate().
        await CountIsAsync(prometheus, 0);
        for (int check = 0; check < 1000; check++)
            metrics.PoolPolled(new PoolId("p"), new PoolProbeResult("success", null, TimeSpan.FromMilliseconds(5)));
        await CountIsAsync(prometheus, 1000);

        double ever = await ValueAsync(prometheus, $"histogram_quantile(0.95, sum by (le) ({Duration}_bucket))");
        double lately = await ValueAsync(
            prometheus, $"histogram_quantile(0.95, sum by (pool_id, le) (rate({Duration}_bucket{{pool_id='p'}}[1m])))");

        Assert.InRange(ever, 2, 5);
        Assert.InRange(lately, 2, 5);
        Assert.Equal(5000, await ValueAsync(prometheus, $"sum({Duration}_sum)"));
    }

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_text()
    {
        await using WebApplication daemon = await StartDaemonAsync();
        MetricRegistry registry = daemon.Services.GetRequiredService<MetricRegistry>();
        new FleetMetrics(registry).OnFleet(OnePool());
        _ = new TaskMetrics(registry);
        _ = new CatalogMetrics(registry);
        using var http = new HttpClient { BaseAddress = daemon.ListeningUrl() };
        string text = await http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);

        (_, string said) = await Promtool.RunAsync(text, "check", "metrics");

        // Its style rule wants seconds; the contract names milliseconds.
        Assert.Equal(
            [],
            said.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(line => !line.Contains("_ms ", StringComparison.Ordinal)));
    }

    private static async Task CountIsAsync(PrometheusServer prometheus, double count) =>
        await Eventually.HoldsAsync($"Prometheus to have seen {count} checks", async () =>
            (await prometheus.QueryAsync($"{Duration}_count{{pool_id='p'}}"))
                .Select(sample => sample.Value).SequenceEqual([count]));

    private static async Task<double> ValueAsync(PrometheusServer prometheus, string expression) =>
        Assert.Single(await prometheus.QueryAsync(expression)).Value;

    private static async Task<WebApplication> StartDaemonAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting().AddMetricsExposition();
        WebApplication app = builder.Build();
        app.MapMetricsExposition();
        await app.StartAsync();
        return app;
    }

    private static FleetSnapshot OnePool()
    {
        var report = new PoolReport
        {
            PoolId = new PoolId("p"),
            State = PoolState.Ready,
            Ready = true,
            Draining = false,
            SlotsTotal = 1,
            SlotsFree = 1,
            Engine = EngineKinds.LlamaCpp,
            ModelId = new ModelId("m"),
        };
        FleetDecision joined = FleetDecisions.Decide(
            FleetState.Empty,
            new FleetEvent.Registered(new RegisterNodeRequest
            {
                NodeId = new NodeId("n"),
                MachineId = "machine",
                Address = new Uri("http://host:1"),
                Version = "1",
                Capabilities = new NodeCapabilities([], 1, 1),
                Pools = [report],
            }),
            DateTimeOffset.UnixEpoch,
            new FleetLimits());
        return new FleetSnapshot(joined.State);
    }
}
