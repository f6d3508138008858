using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.TestKit.Databases;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

/// <summary>The control plane misses nodes that it knew in an earlier life.</summary>
[Trait("lane", "cluster")]
public sealed class NodeMemoryTests : IAsyncLifetime
{
    private const string Series = "orchd_node_last_heartbeat_timestamp_seconds";

    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync() => engine = await FakeEngine.StartAsync();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task Node_that_was_killed_before_the_control_plane_keeps_its_old_time_in_SQLite()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        await KilledNodeIsMissedAsync(fleet);
    }

    [Fact]
    public async Task Node_that_was_killed_before_the_control_plane_keeps_its_old_time_in_PostgreSQL()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync(
            settings: ["--storage=postgres", $"--postgres_url={await server.CreateDatabaseAsync()}"]);
        await KilledNodeIsMissedAsync(fleet);
    }

    [Fact]
    public async Task Control_plane_that_is_stopped_keeps_the_latest_time_of_each_node()
    {
        // An interval of half a minute passes in no test: what is kept is kept by the stop.
        await using TestFleet fleet = await TestFleet.StartAsync(settings: "--node_stale_ms=3600000");
        HostProcess node = fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
        double registered = (await fleet.ScrapeAsync()).Sum(Series);
        await Eventually.HoldsAsync("a second has passed for the node", async () =>
            (await fleet.ScrapeAsync()).Sum(Series) > registered + 1);

        node.Kill();
        await node.ExitCodeAsync();
        double last = (await fleet.ScrapeAsync()).Sum(Series);
        fleet.ControlPlane.Terminate();
        Assert.Equal(0, await fleet.ControlPlane.ExitCodeAsync());
        await fleet.RestartControlPlaneAsync();

        await Eventually.HoldsAsync("the node is missed", async () => (await fleet.ScrapeAsync()).Has(Series));
        Assert.Equal(last, (await fleet.ScrapeAsync()).Sum(Series));
    }

    private async Task KilledNodeIsMissedAsync(TestFleet fleet)
    {
        HostProcess dead = fleet.StartNode("dead", TestPool.Attached("pool-dead", engine.Url));
        fleet.StartNode("live", TestPool.Attached("pool-live", engine.Url));
        await fleet.PoolsReadyAsync(2);
        dead.Kill();
        await fleet.NodeIsAsync("dead", NodeState.Offline);
        double last = (await fleet.ScrapeAsync()).Sum(Series, ("node_id", "dead"));

        await fleet.RestartControlPlaneAfterKillAsync();
        await Eventually.HoldsAsync("the dead node is missed", async () =>
            (await fleet.ScrapeAsync()).Has(Series, ("node_id", "dead")));
        await fleet.NodeIsAsync("live", NodeState.Online);

        MetricsScrape scrape = await fleet.ScrapeAsync();
        Assert.Equal(last, scrape.Sum(Series, ("node_id", "dead")));
        Assert.True(scrape.Sum(Series, ("node_id", "live")) > last);
        Assert.Equal(1, scrape.Sum("orchd_nodes_online"));
        await fleet.NodeIsAsync("dead", NodeState.Offline);

        await fleet.Http.DeleteAsync(new Uri("/v2/nodes/dead", UriKind.Relative));
        Assert.False((await fleet.ScrapeAsync()).Has(Series, ("node_id", "dead")));
        fleet.ControlPlane.Terminate();
        await fleet.ControlPlane.ExitCodeAsync();
        await fleet.RestartControlPlaneAsync();
        await fleet.NodeIsAsync("live", NodeState.Online);
        Assert.Equal([new NodeId("live")], (await fleet.Client.ListNodesAsync()).Select(node => node.NodeId));
        Assert.False((await fleet.ScrapeAsync()).Has(Series, ("node_id", "dead")));
    }
}
