using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class MetricsTests
{
    private static readonly string[] Outcomes = ["success", "error", "unauthorized"];

    [Fact]
    public async Task Every_series_that_can_be_named_is_at_zero_at_the_first_scrape()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();

        MetricsScrape scrape = await plane.ScrapeAsync();

        Assert.All(
            scrape.Samples.Where(sample => sample.Name is not ("llorch_build_info" or "queue_capacity"
                or "storage_available") && !sample.Name.StartsWith("storage_operation", StringComparison.Ordinal)),
            sample => Assert.Equal(0, sample.Value));
        foreach (string outcome in Outcomes)
        {
            Assert.True(scrape.Has("orchd_node_registrations_total", ("outcome", outcome)));
            Assert.True(scrape.Has("orchd_node_heartbeats_total", ("node_id", "unknown"), ("outcome", outcome)));
            Assert.True(scrape.Has("orchd_node_deregistrations_total", ("outcome", outcome)));
        }

        Assert.True(scrape.Has("orchd_node_deregistrations_total", ("outcome", "expired")));
        foreach (string outcome in (string[])["success", "error", "timeout"])
            Assert.True(scrape.Has("orchd_pool_health_checks_total", ("outcome", outcome)));
        foreach (string name in (string[])["orchd_nodes_online", "orchd_pools_available", "queue_depth"])
            Assert.True(scrape.Has(name), name);
    }

    [Fact]
    public async Task What_is_exposed_is_what_the_contract_says_before_and_after_things_have_happened()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        Assert.Equal([], ContractDifferences.Between(
            "orchestratord",
            await plane.ScrapeAsync(),
            "orchd_node_transitions_total",
            "orchd_node_last_heartbeat_timestamp_seconds",
            "orchd_node_clock_skew_seconds"));
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        (await node.HeartbeatAsync(plane.Http)).Dispose();
        (await plane.ChatAsync("m")).Dispose();
        (await plane.PostAsync("/v1/chat/completions", "{}")).Dispose();
        await plane.MetricIsAsync(1, "tasks_completed_total", ("pool_id", node.Pool), ("node_id", "n1"));

        Assert.Equal([], ContractDifferences.Between("orchestratord", await plane.ScrapeAsync()));
    }

    [Theory]
    [InlineData("orchd_node_registrations_total", "counter")]
    [InlineData("orchd_node_heartbeats_total", "counter")]
    [InlineData("orchd_node_deregistrations_total", "counter")]
    [InlineData("orchd_pool_health_checks_total", "counter")]
    [InlineData("orchd_nodes_online", "gauge")]
    [InlineData("orchd_pools_available", "gauge")]
    [InlineData("orchd_pool_health_check_duration_ms", "histogram")]
    [InlineData("orchd_node_last_heartbeat_timestamp_seconds", "gauge")]
    [InlineData("tasks_enqueued_total", "counter")]
    [InlineData("tasks_started_total", "counter")]
    [InlineData("tasks_canceled_total", "counter")]
    [InlineData("tasks_rejected_total", "counter")]
    [InlineData("tasks_completed_total", "counter")]
    [InlineData("tasks_failed_total", "counter")]
    [InlineData("queue_depth", "gauge")]
    [InlineData("placement_decisions_total", "counter")]
    [InlineData("admission_backpressure_events_total", "counter")]
    [InlineData("latency_first_token_ms", "histogram")]
    [InlineData("latency_decode_ms", "histogram")]
    [InlineData("latency_admission_ms", "histogram")]
    [InlineData("latency_placement_ms", "histogram")]
    [InlineData("tokens_in_total", "counter")]
    [InlineData("tokens_out_total", "counter")]
    public async Task Each_metric_is_declared_with_its_kind_at_the_first_scrape(string name, string kind)
    {
        MetricsScrape scrape = await FirstScrape.Value;

        Assert.Equal(kind, scrape.Kinds.GetValueOrDefault(name));
    }

    [Fact]
    public async Task What_has_happened_is_counted_once_and_where_it_happened()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        MetricsScrape joined = await plane.ScrapeAsync();
        Assert.Equal(0, joined.Sum("tasks_completed_total", ("pool_id", node.Pool)));
        Assert.True(
            joined.Has("tasks_completed_total", ("pool_id", node.Pool), ("node_id", "n1"), ("engine", "llamacpp")));
        (await node.HeartbeatAsync(plane.Http)).Dispose();
        (await plane.ChatAsync("m")).Dispose();
        (await plane.PostAsync("/v1/chat/completions", "{}")).Dispose();
        await plane.MetricIsAsync(1, "tasks_completed_total", ("pool_id", node.Pool), ("node_id", "n1"));

        MetricsScrape scrape = await plane.ScrapeAsync();

        Assert.Equal(1, scrape.Sum("orchd_node_registrations_total", ("outcome", "success")));
        Assert.Equal(1, scrape.Sum("orchd_node_heartbeats_total", ("node_id", "n1"), ("outcome", "success")));
        Assert.Equal(1, scrape.Sum("orchd_nodes_online"));
        Assert.Equal(1, scrape.Sum("orchd_pools_available"));
        Assert.False(scrape.Has("orchd_pools_available", ("pool_id", "unknown")));
        Assert.True(scrape.Sum("orchd_pool_health_checks_total", ("pool_id", node.Pool), ("outcome", "success")) >= 1);
        Assert.True(scrape.Sum("orchd_pool_health_check_duration_ms_count", ("pool_id", node.Pool)) >= 1);
        Assert.True(scrape.Sum("orchd_node_last_heartbeat_timestamp_seconds", ("node_id", "n1"))
            > DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds());
        Assert.Equal(1, scrape.Sum("tasks_enqueued_total"));
        Assert.Equal(1, scrape.Sum("tasks_started_total", ("pool_id", node.Pool), ("node_id", "n1")));
        Assert.Equal(1, scrape.Sum("placement_decisions_total", ("outcome", "placed")));
        Assert.Equal(1, scrape.Sum("tasks_rejected_total", ("reason", "INVALID_PARAMS")));
        Assert.Equal(7, scrape.Sum("tokens_in_total", ("model_id", "m")));
        Assert.Equal(3, scrape.Sum("tokens_out_total", ("model_id", "m")));
        foreach (string latency in (string[])["first_token", "decode", "placement", "admission"])
            Assert.Equal(1, scrape.Sum($"latency_{latency}_ms_count"));
    }

    [Fact]
    public async Task Open_metrics_is_served_to_those_who_ask_for_it()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        plane.Http.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text; version=1.0.0");

        Answer answer = await plane.GetAsync("/metrics");

        Assert.EndsWith("# EOF\n", answer.Text, StringComparison.Ordinal);
        Assert.Equal("application/openmetrics-text", answer.Response.Content.Headers.ContentType!.MediaType);
    }

    private static Lazy<Task<MetricsScrape>> FirstScrape { get; } = new(async () =>
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        return await plane.ScrapeAsync();
    });
}
