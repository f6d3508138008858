using System.Text.Json;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>A node that died while nobody looked is missed.</summary>
[Trait("lane", "integration")]
public sealed class NodeRestartTests : IAsyncLifetime
{
    private const string Series = "orchd_node_last_heartbeat_timestamp_seconds";

    private readonly TemporaryDirectory data = new();
    private FakeNode live = null!;
    private FakeNode dead = null!;
    private ControlPlane plane = null!;

    public async ValueTask InitializeAsync()
    {
        live = await FakeNode.StartAsync("live", "m", 1);
        dead = await FakeNode.StartAsync("dead", "m", 1);
        await StartAsync();
        await plane.JoinAsync(live);
        await plane.JoinAsync(dead);
        await Eventually.HoldsAsync("both are kept", async () => (await KeptAsync()).Count == 2);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        await live.DisposeAsync();
        await dead.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Nodes_of_before_have_their_old_time_and_are_offline_until_they_register()
    {
        DateTimeOffset old = (await KeptAsync()).Single(node => node.NodeId.Value == "dead").LastHeartbeat;
        await RestartAsync();

        await SeriesIsAsync("dead", present: true);
        await plane.JoinAsync(live);

        MetricsScrape scrape = await plane.ScrapeAsync();
        Assert.Equal(old.ToUnixTimeMilliseconds() / 1000.0, scrape.Sum(Series, ("node_id", "dead")));
        Assert.True(scrape.Sum(Series, ("node_id", "live")) > scrape.Sum(Series, ("node_id", "dead")));
        Assert.Equal(1, scrape.Sum("orchd_nodes_online"));
        Assert.False(scrape.Has("orchd_pools_available", ("pool_id", dead.Pool)));
        Assert.Equal(0, scrape.Sum("orchd_node_transitions_total"));
        JsonElement node = (await plane.GetAsync("/v2/nodes/dead")).Json;
        Assert.Equal("offline", node.GetProperty("state").GetString());
        Assert.Equal("test", node.GetProperty("version").GetString());
        Assert.Equal(404, (int)(await dead.HeartbeatAsync(plane.Http)).StatusCode);
    }

    [Fact]
    public async Task A_restored_node_that_is_deregistered_is_gone_from_the_series_and_the_store()
    {
        await RestartAsync();
        await SeriesIsAsync("dead", present: true);

        Assert.Equal(204, (int)(await dead.DeregisterAsync(plane.Http)).StatusCode);

        Assert.False((await plane.ScrapeAsync()).Has(Series, ("node_id", "dead")));
        await Eventually.HoldsAsync("one is kept", async () =>
            (await KeptAsync()).Select(node => node.NodeId.Value).SequenceEqual(["live"]));
        await RestartAsync();
        await SeriesIsAsync("live", present: true);
        Assert.False((await plane.ScrapeAsync()).Has(Series, ("node_id", "dead")));
    }

    [Fact]
    public async Task The_times_of_nodes_that_live_are_kept_now_and_then()
    {
        DateTimeOffset registered = (await KeptAsync()).Single(node => node.NodeId.Value == "live").LastHeartbeat;

        await Eventually.HoldsAsync("a heartbeat is kept", async () =>
        {
            (await live.HeartbeatAsync(plane.Http)).Dispose();
            return (await KeptAsync()).Single(node => node.NodeId.Value == "live").LastHeartbeat > registered;
        });

        Assert.Equal("online", (await plane.GetAsync("/v2/nodes/live")).Json.GetProperty("state").GetString());
    }

    private Task SeriesIsAsync(string node, bool present) => Eventually.HoldsAsync(
        $"there is {(present ? "a" : "no")} time of {node}",
        async () => (await plane.ScrapeAsync()).Has(Series, ("node_id", node)) == present);

    private async Task RestartAsync()
    {
        await plane.DisposeAsync();
        await StartAsync();
    }

    private async Task StartAsync() => plane = await ControlPlane.StartAsync(
        ("data_dir", data.Path), ("heartbeat_interval_ms", 500), ("node_stale_ms", 2000));

    private ValueTask<IReadOnlyList<StoredNode>> KeptAsync() =>
        plane.Services.GetRequiredService<INodeStore>().ReadAllAsync(default);
}
