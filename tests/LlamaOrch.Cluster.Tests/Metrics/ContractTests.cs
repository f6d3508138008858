using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Metrics;

/// <summary>Live daemons with a real engine, against <c>ci/metrics/contract.json</c>.</summary>
[Trait("lane", "cluster")]
public sealed class ContractTests
{
    [Fact]
    public async Task Live_daemons_expose_what_the_contract_says_and_nothing_else()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess process = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        Uri node = await process.ListeningUrlAsync();
        await fleet.PoolsReadyAsync(1);
        (await fleet.ChatAsync(TestPool.RealModel)).Dispose();
        (await fleet.ChatAsync(TestPool.RealModel, stream: true)).Dispose();
        (await fleet.ChatAsync("no-such-model")).Dispose();
        await fleet.AllEventsAsync((await fleet.SubmitAsync(TestPool.RealModel)).TaskId);
        await Eventually.HoldsAsync("all that happened to be counted", async () =>
        {
            MetricsScrape seen = await fleet.ScrapeAsync();
            return seen.Sum("orchd_node_heartbeats_total", ("node_id", "node-a"), ("outcome", "success")) > 0
                && seen.Has("orchd_node_clock_skew_seconds", ("node_id", "node-a"))
                && seen.Sum("latency_decode_ms_count", ("pool_id", "pool-a")) > 0;
        });

        Assert.Equal([], ContractDifferences.Between("orchestratord", await fleet.ScrapeAsync()));
        Assert.Equal([], ContractDifferences.Between("pool-managerd", await MetricsScrape.FromAsync(node)));
    }
}
