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

    [Fact]
    public async Task Models_of_nodes_that_are_not_back_yet_are_unready_rather_than_unknown()
    {
        await RestartAsync(staleMs: 60_000);
        await SeriesIsAsync("dead", present: true);

        using HttpResponseMessage chat = await plane.ChatAsync("m");
        Answer refused = await Answer.OfAsync(chat);
        Assert.Equal(503, refused.Status);
        Assert.Equal("1", Assert.Single(chat.Headers.GetValues("Retry-After")));
        Assert.Contains("POOL_UNREADY", refused.Text, StringComparison.Ordinal);
        JsonElement listed = Assert.Single((await plane.GetAsync("/v1/models")).Json.GetProperty("data")
            .EnumerateArray());
        Assert.Equal("m", listed.GetProperty("id").GetString());
        Assert.Equal("unready", listed.GetProperty("state").GetString());
        Assert.Equal(200, (await plane.GetAsync("/v1/models/m")).Status);
        Assert.Equal(404, (await plane.GetAsync("/v1/models/other")).Status);
        Assert.Equal("MODEL_NOT_AVAILABLE", await SubmitRefusedAsync("other"));

        // A task waits for its nodes, and runs once one of them is back.
        string task = await plane.SubmitAsync("m");
        Assert.Equal("queued", await plane.TaskStateAsync(task));
        live.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await plane.JoinAsync(live);
        await plane.TaskIsAsync(task, "completed");
        Assert.Contains("\"ready\"", (await plane.GetAsync("/v1/models")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_stay_away_are_given_up_and_their_model_stays_unready()
    {
        await RestartAsync();

        await Eventually.HoldsAsync(
            "tasks are refused", async () => await SubmitRefusedAsync("m") == "POOL_UNREADY");

        using HttpResponseMessage chat = await plane.ChatAsync("m");
        Assert.Equal(503, (int)chat.StatusCode);
        await dead.DeregisterAsync(plane.Http);
        await live.DeregisterAsync(plane.Http);
        using HttpResponseMessage gone = await plane.ChatAsync("m");
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Nodes_of_before_are_called_back_at_once()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        live.Rejoin = () =>
        {
            called.TrySetResult();
            return Task.CompletedTask;
        };

        await RestartAsync();

        await called.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>The code with which a task is refused; null when it is taken.</summary>
    private async Task<string?> SubmitRefusedAsync(string model)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", Body.Task(model, null, "interactive"));
        Answer answer = await Answer.OfAsync(response);
        return answer.Status == 202 ? null : answer.Code;
    }

    private Task SeriesIsAsync(string node, bool present) => Eventually.HoldsAsync(
        $"there is {(present ? "a" : "no")} time of {node}",
        async () => (await plane.ScrapeAsync()).Has(Series, ("node_id", node)) == present);

    private async Task RestartAsync(int staleMs = 2000)
    {
        await plane.DisposeAsync();
        await StartAsync(staleMs);
    }

    private async Task StartAsync(int staleMs = 2000) => plane = await ControlPlane.StartAsync(
        ("data_dir", data.Path), ("heartbeat_interval_ms", 500), ("node_stale_ms", staleMs));

    private ValueTask<IReadOnlyList<StoredNode>> KeptAsync() =>
        plane.Services.GetRequiredService<INodeStore>().ReadAllAsync(default);
}
