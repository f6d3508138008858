using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Scraping;

namespace LlamaOrch.PoolManager.Tests.Metrics;

/// <summary>Every series of the ops contract, from the first scrape.</summary>
[Trait("lane", "integration")]
public sealed class MetricsTests
{
    private static readonly string[] PoolSeries =
    [
        "pool_handoff_files_processed_total{pool_id=\"POOL\",outcome=\"success\"}",
        "pool_handoff_files_processed_total{pool_id=\"POOL\",outcome=\"error\"}",
        "pool_handoff_processing_duration_ms_count{pool_id=\"POOL\"}",
        "pool_handoff_files_pending{pool_id=\"POOL\"}",
        "pool_slots_total{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_slots_free{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_ready{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_restarts_total{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_vram_total_bytes{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_vram_free_bytes{pool_id=\"POOL\",device=\"cpu\"}",
        "kv_cache_usage_ratio{pool_id=\"POOL\",device=\"cpu\"}",
        "pool_failed{pool_id=\"POOL\",device=\"cpu\"}",
    ];

    private static readonly string[] NodeSeries =
    [
        "pool_registration_attempts_total{outcome=\"success\"}",
        "pool_registration_attempts_total{outcome=\"error\"}",
        "pool_registration_attempts_total{outcome=\"unauthorized\"}",
        "pool_heartbeat_sent_total{outcome=\"success\"}",
        "pool_heartbeat_sent_total{outcome=\"error\"}",
        "pool_heartbeat_sent_total{outcome=\"unauthorized\"}",
    ];

    [Fact]
    public async Task A_node_without_pools_has_every_series_at_zero()
    {
        await using Node node = await Node.StartAsync([]);

        foreach (string series in PoolSeries.Select(series => Of(series, "unknown")).Concat(NodeSeries))
            Assert.Equal((series, 0), (series, await node.MetricAsync(series)));
        string text = await node.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("\ngpu_utilization{device=", text, StringComparison.Ordinal);
        Assert.Contains("\nvram_used_bytes{device=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_exposed_is_what_the_contract_says_with_and_without_a_pool()
    {
        await using Node empty = await Node.StartAsync([]);
        Assert.Equal([], await DifferencesAsync(empty));
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using Node node = await Node.StartReadyAsync(engine);
        Assert.Equal([], await DifferencesAsync(node));
    }

    [Fact]
    public async Task A_node_with_a_pool_has_its_series_and_they_count()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 1 });
        await using Node node = await Node.StartReadyAsync(engine);
        using HttpResponseMessage running = await node.SendAsync(
            node.Infer("""{"stream":true}"""), TestContext.Current.CancellationToken);

        foreach (string series in PoolSeries)
            Assert.InRange(await node.MetricAsync(Of(series, "p")), 0, double.MaxValue);
        Assert.Equal(1, await node.MetricAsync("pool_ready{pool_id=\"p\",device=\"cpu\"}"));
        Assert.Equal(4, await node.MetricAsync("pool_slots_total{pool_id=\"p\",device=\"cpu\"}"));
        Assert.Equal(3, await node.MetricAsync("pool_slots_free{pool_id=\"p\",device=\"cpu\"}"));
        Assert.Equal(0, await node.MetricAsync("pool_handoff_files_pending{pool_id=\"p\"}"));
        Assert.Equal(
            1, await node.MetricAsync("pool_handoff_files_processed_total{pool_id=\"p\",outcome=\"success\"}"));
        Assert.InRange(
            await node.MetricAsync("pool_handoff_last_scan_timestamp_seconds"),
            1,
            DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1);
        string text = await node.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.DoesNotContain("pool_ready{pool_id=\"unknown\"", text, StringComparison.Ordinal);
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(Node node) => ContractDifferences.Between(
        "pool-managerd",
        MetricsScrape.Parse(await node.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)));

    private static string Of(string series, string poolId) => series.Replace("POOL", poolId, StringComparison.Ordinal);
}
