using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Metrics;

[Trait("lane", "cluster")]
public sealed class SeedMetricsTests
{
    [Fact]
    public async Task Orchestratord_exposes_every_metric_at_zero_before_anything_happened()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();

        AllAtZero(await fleet.ScrapeAsync(), SeedMetrics.Orchestrator);
    }

    [Fact]
    public async Task Pool_managerd_exposes_every_metric_at_zero_before_anything_happened()
    {
        using var data = new TemporaryDirectory();
        await using HostProcess node = HostProcess.Start(
            "pool-managerd", ["--addr=127.0.0.1:0", "--node_id=alone", $"--data_dir={data.Path}"]);

        AllAtZero(await MetricsScrape.FromAsync(await node.ListeningUrlAsync()), SeedMetrics.PoolManager);
    }

    [Fact]
    public async Task Metrics_count_what_happened_in_a_fleet()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess process = fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        Uri node = await process.ListeningUrlAsync();
        await fleet.PoolsReadyAsync(1);
        using HttpResponseMessage answer = await fleet.ChatAsync("fake-model");
        await answer.Content.ReadAsByteArrayAsync();

        await Eventually.HoldsAsync("heartbeats and polls to be counted", async () =>
        {
            MetricsScrape seen = await fleet.ScrapeAsync();
            return seen.Sum("orchd_node_heartbeats_total", ("node_id", "node-a"), ("outcome", "success")) > 0
                && seen.Sum("orchd_pool_health_checks_total", ("pool_id", "pool-a"), ("outcome", "success")) > 0
                && seen.Sum("tasks_completed_total", ("pool_id", "pool-a")) > 0;
        });
        MetricsScrape control = await fleet.ScrapeAsync();
        MetricsScrape agent = await MetricsScrape.FromAsync(node);

        Assert.Equal(1, control.Sum("orchd_node_registrations_total", ("outcome", "success")));
        Assert.Equal(1, control.Sum("orchd_nodes_online"));
        Assert.Equal(1, control.Sum("orchd_pools_available", ("pool_id", "pool-a")));
        Assert.Equal(
            control.Sum("orchd_pool_health_checks_total", ("pool_id", "pool-a")),
            control.Sum("orchd_pool_health_check_duration_ms_count", ("pool_id", "pool-a")));
        Assert.Equal(1, control.Sum("tasks_started_total", ("node_id", "node-a"), ("priority", "interactive")));
        Assert.Equal(1, control.Sum("tasks_completed_total", ("pool_id", "pool-a")));
        Assert.Equal(1, agent.Sum("pool_registration_attempts_total", ("outcome", "success")));
        Assert.True(agent.Sum("pool_heartbeat_sent_total", ("outcome", "success")) > 0);
        Assert.Equal(
            1, agent.Sum("pool_handoff_files_processed_total", ("pool_id", "pool-a"), ("outcome", "success")));
        Assert.Equal(1, agent.Sum("pool_handoff_processing_duration_ms_count", ("pool_id", "pool-a")));
    }

    private static void AllAtZero(MetricsScrape scrape, SeedMetrics.Expected[] expected) =>
        Assert.All(expected, metric =>
        {
            Assert.Equal(metric.Kind, scrape.Kinds.GetValueOrDefault(metric.Name));
            string line = metric.Kind == "histogram" ? $"{metric.Name}_count" : metric.Name;
            List<MetricSample> samples = [.. scrape.Samples.Where(sample => sample.Name == line)];
            Assert.NotEmpty(samples);
            Assert.All(samples, sample =>
            {
                Assert.Equal(0, sample.Value);
                Assert.Equal(metric.Labels, sample.Labels.Keys.Order(StringComparer.Ordinal));
            });
            Assert.All(metric.OutcomeValues, outcome =>
                Assert.Contains(samples, sample => sample.Has([("outcome", outcome)])));
        });
}
