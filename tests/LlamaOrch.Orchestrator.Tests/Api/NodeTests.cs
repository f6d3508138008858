using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class NodeTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task A_node_that_joins_is_listed_with_its_pools_and_told_when_to_report()
    {
        await using FakeNode node = await FakeNode.StartAsync("joins", "joins", 3);
        string body = JsonSerializer.Serialize(node.Registration(), ContractsJsonContext.Default.RegisterNodeRequest);

        using HttpResponseMessage response = await plane.PostAsync("/v2/nodes/register", body);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal(10_000, answer.Json.GetProperty("heartbeat_interval_ms").GetInt64());
        Answer shown = await plane.GetAsync("/v2/nodes/joins");
        Assert.Equal("online", shown.Json.GetProperty("state").GetString());
        Assert.Equal(node.Pool, shown.Json.GetProperty("pools")[0].GetProperty("pool_id").GetString());
        Assert.Contains("joins", (await plane.GetAsync("/v2/nodes")).Text, StringComparison.Ordinal);
        await plane.PoolIsAsync(node.Pool, available: true);
        Assert.Contains("\"joins\"", (await plane.GetAsync("/v1/models")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_heartbeat_is_answered_with_the_next_interval_and_an_unknown_nodes_with_404()
    {
        await using FakeNode node = await shared.NodeAsync();
        using HttpResponseMessage known = await node.HeartbeatAsync(plane.Http);
        Assert.Equal(10_000, (await Answer.OfAsync(known)).Json.GetProperty("next_heartbeat_ms").GetInt64());

        await using FakeNode stranger = await FakeNode.StartAsync("stranger", "m", 1);
        using HttpResponseMessage unknown = await stranger.HeartbeatAsync(plane.Http);

        Assert.Equal((404, "NOT_FOUND"), ((int)unknown.StatusCode, (await Answer.OfAsync(unknown)).Code));
        Assert.False((await plane.ScrapeAsync()).Has("orchd_node_heartbeats_total", ("node_id", "stranger")));
    }

    [Fact]
    public async Task A_second_agent_with_the_id_of_a_living_one_is_refused_counted_and_shown()
    {
        await using FakeNode node = await FakeNode.StartAsync("twice", "twice", 1);
        RegisterNodeRequest first = node.Registration() with { InstanceId = "first" };
        RegisterNodeRequest second = first with { InstanceId = "second", Address = new Uri("http://127.0.0.1:1") };
        double before = (await plane.ScrapeAsync()).Sum("orchd_node_id_conflicts_total");

        using HttpResponseMessage taken = await RegisterAsync(first);
        using HttpResponseMessage refused = await RegisterAsync(second);

        Assert.Equal(200, (int)taken.StatusCode);
        Assert.Equal((409, "CONFLICT"), ((int)refused.StatusCode, (await Answer.OfAsync(refused)).Code));
        Assert.Equal(before + 1, (await plane.ScrapeAsync()).Sum("orchd_node_id_conflicts_total"));
        JsonElement shown = (await plane.GetAsync("/v2/nodes/twice")).Json;
        Assert.Equal("http://127.0.0.1:1", shown.GetProperty("conflict").GetProperty("address").GetString());
        using HttpResponseMessage goodbye = await plane.Http.DeleteAsync(
            new Uri("/v2/nodes/twice?instance_id=second", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(409, (int)goodbye.StatusCode);
        Assert.Equal(200, (await plane.GetAsync("/v2/nodes/twice")).Status);
    }

    [Fact]
    public async Task What_a_node_says_of_its_disks_is_shown_and_what_can_not_be_is_refused()
    {
        await using FakeNode node = await FakeNode.StartAsync("disks", "disks", 1);
        await node.RegisterAsync(plane.Http);
        Assert.False((await plane.GetAsync("/v2/nodes/disks")).Json.TryGetProperty("disks", out _));
        const string Beat = """
            {"timestamp":"2026-01-01T00:00:00Z","pools":[],
             "disks":[{"purpose":"models","free_bytes":FREE,"total_bytes":10}]}
            """;

        using HttpResponseMessage taken = await plane.PostAsync(
            "/v2/nodes/disks/heartbeat", Beat.Replace("FREE", "7", StringComparison.Ordinal));
        using HttpResponseMessage refused = await plane.PostAsync(
            "/v2/nodes/disks/heartbeat", Beat.Replace("FREE", "11", StringComparison.Ordinal));

        JsonElement disk = (await plane.GetAsync("/v2/nodes/disks")).Json.GetProperty("disks")[0];
        Assert.Equal("models", disk.GetProperty("purpose").GetString());
        Assert.Equal(7, disk.GetProperty("free_bytes").GetInt64());
        Assert.Equal(200, (int)taken.StatusCode);
        Assert.Equal("disks", (await Answer.OfAsync(refused)).Json.GetProperty("field").GetString());
    }

    [Fact]
    public async Task A_pool_whose_node_refuses_the_token_says_so_in_the_list()
    {
        await using FakeNode node = await FakeNode.StartAsync("closed", "closed", 1);
        node.PollStatus = 401;
        await node.RegisterAsync(plane.Http);

        await Eventually.HoldsAsync("the pool to say why", async () => (await plane.GetAsync("/v2/pools")).Text
            .Contains("does not take the control plane", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_node_says_last_is_shown_also_when_placement_need_not_know_it()
    {
        await using FakeNode node = await FakeNode.StartAsync("tells", "tells", 1);
        PoolReport starting = node.Reports[node.Pool] with { Ready = false, State = PoolState.Initializing };
        node.Reports[node.Pool] = starting;
        await node.RegisterAsync(plane.Http);

        node.Reports[node.Pool] = starting with { State = PoolState.Failed, LastError = "It is no GGUF." };
        (await node.HeartbeatAsync(plane.Http)).Dispose();

        Answer listed = await plane.GetAsync("/v2/pools");
        Assert.Contains("It is no GGUF.", listed.Text, StringComparison.Ordinal);
        Answer pool = await plane.GetAsync($"/v2/pools/{node.Pool}/health");
        Assert.Equal((503, "failed"), (pool.Status, pool.Json.GetProperty("state").GetString()));
        Answer shown = await plane.GetAsync("/v2/nodes/tells");
        Assert.Equal("failed", shown.Json.GetProperty("pools")[0].GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("/v2/nodes/register", "{}", null)]
    [InlineData("/v2/nodes/register", "null", null)]
    [InlineData("/v2/nodes/some/heartbeat", "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"pools\":null}", null)]
    [InlineData("/v2/nodes/some/heartbeat", "{\"timestamp\":\"2026-01-01T00:00:00Z\"}", null)]
    [InlineData("/v2/nodes/bad%20id/heartbeat", "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"pools\":[]}", "id")]
    public async Task A_message_that_breaks_the_contract_is_a_400_and_counted(string path, string body, string? field)
    {
        using HttpResponseMessage response = await plane.PostAsync(path, body);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        if (field is not null)
            Assert.Equal(field, answer.Json.GetProperty("field").GetString());
    }

    [Fact]
    public async Task What_a_report_may_leave_out_has_its_default()
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/nodes/register", """
            {"node_id":"brief","machine_id":"brief","address":"http://127.0.0.1:9","version":"1","pools":[
            {"pool_id":"brief","state":"ready","ready":true,"draining":false,"slots_total":1,"slots_free":1,
            "engine":"llamacpp"}],"capabilities":{"gpus":[],"cpu_cores":1,"ram_total_bytes":0}}
            """);

        Assert.Equal(200, (int)response.StatusCode);
        JsonElement pools = JsonElement.Parse(await plane.Http.GetStringAsync("/v2/pools"));
        JsonElement pool = pools.EnumerateArray().Single(one => one.GetProperty("pool_id").GetString() == "brief");
        Assert.Equal("cpu", pool.GetProperty("device_mask").GetString());
        Assert.Equal(0, pool.GetProperty("models_available").GetArrayLength());
        (await plane.Http.DeleteAsync("/v2/nodes/brief")).Dispose();
    }

    [Fact]
    public async Task A_heartbeat_with_a_pool_that_is_null_is_a_400()
    {
        await using FakeNode node = await shared.NodeAsync();

        using HttpResponseMessage response = await plane.PostAsync(
            $"/v2/nodes/{node.NodeId}/heartbeat", "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"pools\":[null]}");

        Assert.Equal(400, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_node_that_leaves_takes_its_series_along()
    {
        await using FakeNode node = await shared.NodeAsync();
        (await node.HeartbeatAsync(plane.Http)).Dispose();
        MetricsScrape before = await plane.ScrapeAsync();
        Assert.True(before.Has("orchd_pools_available", ("pool_id", node.Pool)));
        Assert.True(before.Has("orchd_node_last_heartbeat_timestamp_seconds", ("node_id", node.NodeId)));

        using HttpResponseMessage response = await node.DeregisterAsync(plane.Http);

        Assert.Equal(204, (int)response.StatusCode);
        MetricsScrape after = await plane.ScrapeAsync();
        Assert.DoesNotContain(after.Samples, sample =>
            sample.Name.StartsWith("orchd_", StringComparison.Ordinal)
            && (sample.Has([("pool_id", node.Pool)]) || sample.Has([("node_id", node.NodeId)])));
        Assert.Equal(404, (await plane.GetAsync($"/v2/nodes/{node.NodeId}")).Status);
    }

    [Fact]
    public async Task A_drained_node_gets_no_new_task()
    {
        await using FakeNode node = await shared.NodeAsync();

        using HttpResponseMessage drained = await plane.PostAsync($"/v2/nodes/{node.NodeId}/drain", string.Empty);
        using HttpResponseMessage chat = await plane.ChatAsync(node.Model);

        Assert.Equal((202, 503), ((int)drained.StatusCode, (int)chat.StatusCode));
        Assert.Equal(
            "draining", (await plane.GetAsync($"/v2/nodes/{node.NodeId}")).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_pool_that_stops_answering_polls_gets_no_task_until_it_answers_again()
    {
        await using ControlPlane quick = await ControlPlane.StartAsync(("pool_poll_interval_ms", 100));
        await using FakeNode node = await quick.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));

        node.PollStatus = 500;
        await quick.PoolIsAsync(node.Pool, available: false);
        Assert.Equal(0, (await quick.ScrapeAsync()).Sum("orchd_pools_available"));
        Assert.True((await quick.ScrapeAsync()).Sum("orchd_pool_health_checks_total", ("outcome", "error")) > 0);

        node.PollStatus = 200;
        await quick.PoolIsAsync(node.Pool, available: true);
    }

    [Fact]
    public async Task A_node_that_falls_silent_is_offline_its_streams_end_and_it_comes_back_by_itself()
    {
        await using ControlPlane quick = await ControlPlane.StartAsync(
            ("heartbeat_interval_ms", 3000), ("node_stale_ms", 4000));
        await using FakeNode node = await quick.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        (await node.HeartbeatAsync(quick.Http)).Dispose();
        using HttpResponseMessage response = await quick.ChatAsync("m", stream: true);
        Assert.True(response.IsSuccessStatusCode);

        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadToBreakAsync(response);

        Assert.Equal("error", events[^1].Type);
        await Eventually.HoldsAsync("it is offline", async () =>
            (await quick.GetAsync("/v2/nodes/n1")).Json.GetProperty("state").GetString() == "offline");
        MetricsScrape scrape = await quick.ScrapeAsync();
        Assert.Equal((0, 0), (scrape.Sum("orchd_nodes_online"), scrape.Sum("orchd_pools_available")));
        Assert.True(scrape.Has("orchd_pools_available", ("pool_id", node.Pool)));

        (await node.HeartbeatAsync(quick.Http)).Dispose();
        await quick.PoolIsAsync(node.Pool, available: true);
    }

    [Fact]
    public async Task A_node_offline_for_too_long_is_forgotten_and_counted()
    {
        await using ControlPlane quick = await ControlPlane.StartAsync(
            ("heartbeat_interval_ms", 100), ("node_stale_ms", 200), ("node_forget_ms", 100));
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        await node.RegisterAsync(quick.Http);

        await quick.MetricIsAsync(1, "orchd_node_deregistrations_total", ("outcome", "expired"));

        Assert.Equal(404, (await quick.GetAsync("/v2/nodes/n1")).Status);
    }

    [Fact]
    public async Task A_node_that_comes_back_under_another_name_at_the_same_address_is_served()
    {
        await using ControlPlane quick = await ControlPlane.StartAsync(
            ("heartbeat_interval_ms", 2000), ("node_stale_ms", 3000));
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        await node.RegisterAsync(quick.Http);
        await Eventually.HoldsAsync("it is offline", async () =>
            (await quick.GetAsync("/v2/nodes/n1")).Json.GetProperty("state").GetString() == "offline");

        await node.RegisterAsync(quick.Http, "renamed");
        await quick.PoolIsAsync(node.Pool, available: true);
        using HttpResponseMessage response = await quick.ChatAsync("m");

        Assert.True(response.IsSuccessStatusCode);
    }

    private Task<HttpResponseMessage> RegisterAsync(RegisterNodeRequest request) => plane.PostAsync(
        "/v2/nodes/register",
        JsonSerializer.Serialize(request, ContractsJsonContext.Default.RegisterNodeRequest));
}
