using LlamaOrch.Contracts.Nodes;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Registration;

/// <summary>A node and its control plane.</summary>
[Trait("lane", "integration")]
public sealed class RegistrarTests : IAsyncLifetime
{
    private FakeEngine engine = null!;
    private FakeOrchestrator plane = null!;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        plane = await FakeOrchestrator.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_node_registers_with_what_it_has()
    {
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);

        RegisterNodeRequest request = plane.Registrations.First();
        Assert.Equal("n1", request.NodeId.Value);
        Assert.Equal(node.Url, request.Address);
        Assert.NotEmpty(request.MachineId);
        Assert.InRange(request.Capabilities.CpuCores, 1, 4096);
        Assert.Equal("p", Assert.Single(request.Pools).PoolId.Value);
        Assert.Equal("Bearer secret", plane.Authorizations.First());
    }

    [Fact]
    public async Task A_lease_that_has_lost_its_owner_is_ended_with_the_next_heartbeat_though_its_caller_stays()
    {
        plane.HeartbeatMs = 100;
        engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 1 };
        await using Node node = await Node.StartAsync(
            [.. Node.Attached("p", engine.Url), "--pools:0:slots", "1", "--orchestrator_url", plane.Url.ToString()]);
        await node.UntilReadyAsync("p");
        using HttpResponseMessage answer = await node.SendAsync(
            node.Infer("""{"stream":true}""", lease: "mine"), TestContext.Current.CancellationToken);
        Assert.Equal(0, (await node.StatusAsync("p")).SlotsFree);

        plane.Orphans = beat =>
            [.. beat.Pools.SelectMany(pool => pool.ActiveLeases.Select(l => new OrphanedLease(pool.PoolId, l)))];

        await node.UntilAsync("p", report => report.SlotsFree == 1);
        await Eventually.HoldsAsync("the engine sees the abort", () => engine.AbortedCount == 1);
    }

    [Fact]
    public async Task A_pool_that_becomes_ready_or_drains_is_told_at_once()
    {
        engine.Behavior = new FakeEngineBehavior { HealthStatus = 503 };
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);

        engine.Behavior = new FakeEngineBehavior();
        await Eventually.HoldsAsync("readiness is told", () => plane.Heartbeats.Any(beat => beat.Pools[0].Ready));

        node.Http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using HttpResponseMessage drained = await node.Http.PostAsync(
            "/v2/pools/p/drain", null, TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("draining is told", () => plane.Heartbeats.Any(beat => beat.Pools[0].Draining));
    }

    [Fact]
    public async Task Heartbeats_come_at_the_interval_that_the_answers_give()
    {
        plane.HeartbeatMs = 100;
        await using Node node = await StartAsync();

        await Eventually.HoldsAsync("heartbeats come", () => plane.Heartbeats.Count >= 5);
        Assert.Single(plane.Registrations);
        Assert.InRange(await node.MetricAsync("""pool_heartbeat_sent_total{outcome="success"}"""), 4, double.MaxValue);
        Assert.Equal(1, await node.MetricAsync("""pool_registration_attempts_total{outcome="success"}"""));
    }

    [Fact]
    public async Task A_node_that_is_called_back_reports_at_once_and_registers_when_it_is_not_known()
    {
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);
        plane.HeartbeatStatus = 404;

        node.Http.DefaultRequestHeaders.Authorization = new("Bearer", "secret");
        using HttpResponseMessage called = await node.Http.PostAsync(
            "/v2/rejoin", null, TestContext.Current.CancellationToken);

        Assert.Equal(202, (int)called.StatusCode);
        // The interval of heartbeats is ten minutes here.
        await Eventually.HoldsAsync("it registers again", () => plane.Registrations.Count == 2);
    }

    [Fact]
    public async Task A_node_that_reports_to_nobody_says_so_when_it_is_called_back()
    {
        await using Node node = await Node.StartAsync([.. Node.Attached("p", engine.Url)]);

        using HttpResponseMessage called = await node.Http.PostAsync(
            "/v2/rejoin", null, TestContext.Current.CancellationToken);

        Assert.Equal(409, (int)called.StatusCode);
    }

    [Fact]
    public async Task A_node_that_is_forgotten_registers_again()
    {
        plane.HeartbeatMs = 100;
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("heartbeats come", () => !plane.Heartbeats.IsEmpty);

        plane.HeartbeatStatus = 404;
        await Eventually.HoldsAsync("it registers again", () => plane.Registrations.Count >= 3);
        double refused = await node.MetricAsync("""pool_heartbeat_sent_total{outcome="error"}""");
        // One registration at the start and one for each heartbeat that was not known.
        Assert.InRange(refused, 2, plane.Registrations.Count);
    }

    [Fact]
    public async Task A_node_whose_heartbeats_fail_goes_on_and_registers_again()
    {
        plane.HeartbeatMs = 100;
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("heartbeats come", () => !plane.Heartbeats.IsEmpty);

        plane.HeartbeatStatus = 500;
        await Eventually.HoldsAsync("it registers again", () => plane.Registrations.Count >= 2);
        Assert.InRange(await node.MetricAsync("""pool_heartbeat_sent_total{outcome="error"}"""), 3, double.MaxValue);
    }

    [Fact]
    public async Task A_node_goes_on_whatever_its_control_plane_answers_and_joins_once_that_makes_sense()
    {
        plane.ContentType = "application/json; charset=klingon";
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it tries again", () => plane.Registrations.Count >= 3);

        plane.ContentType = "application/json";
        await Eventually.HoldsAsync(
            "it joins",
            async () => await node.MetricAsync("""pool_registration_attempts_total{outcome="success"}""") == 1);
    }

    [Fact]
    public async Task A_node_says_which_run_it_is_whenever_it_says_anything()
    {
        plane.HeartbeatMs = 100;
        await using (Node node = await StartAsync())
            await Eventually.HoldsAsync("heartbeats come", () => plane.Heartbeats.Count >= 2);

        string own = plane.Registrations.First().InstanceId!;
        Assert.NotEmpty(own);
        Assert.All(plane.Heartbeats, beat => Assert.Equal(own, beat.InstanceId));
        Assert.Equal($"n1?instance_id={own}", Assert.Single(plane.Deregistrations));
    }

    [Fact]
    public async Task A_restarted_agent_names_the_runs_before_it_on_its_data_directory()
    {
        using var folder = new TemporaryDirectory();
        for (int run = 1; run <= 2; run++)
        {
            await using Node node = await StartAsync("--data_dir", folder.Path);
            await Eventually.HoldsAsync("it registers", () => plane.Registrations.Count == run);
        }

        RegisterNodeRequest[] runs = [.. plane.Registrations];
        Assert.Empty(runs[0].ReplacesInstances!);
        Assert.Equal([runs[0].InstanceId!], runs[1].ReplacesInstances!);
        Assert.NotEqual(runs[0].InstanceId, runs[1].InstanceId);
    }

    [Fact]
    public async Task A_node_whose_id_was_taken_meanwhile_registers_again_at_once()
    {
        plane.HeartbeatMs = 100;
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("heartbeats come", () => !plane.Heartbeats.IsEmpty);

        plane.HeartbeatStatus = 409;
        await Eventually.HoldsAsync("it registers again", () => plane.Registrations.Count >= 3);
        double refused = await node.MetricAsync("""pool_heartbeat_sent_total{outcome="error"}""");
        Assert.InRange(refused, 2, plane.Registrations.Count);
    }

    [Fact]
    public async Task A_refused_token_is_counted_and_tried_again()
    {
        plane.RegisterStatus = 401;
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it tries again", () => plane.Registrations.Count >= 2);
        Assert.InRange(
            await node.MetricAsync("""pool_registration_attempts_total{outcome="unauthorized"}"""), 1, double.MaxValue);

        plane.RegisterStatus = null;
        await Eventually.HoldsAsync("it is in", async () =>
            await node.MetricAsync("""pool_registration_attempts_total{outcome="success"}""") == 1);
    }

    [Fact]
    public async Task A_node_started_before_its_control_plane_joins_when_that_comes()
    {
        int port = plane.Url.Port;
        await plane.DisposeAsync();
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it tries", async () =>
            await node.MetricAsync("""pool_registration_attempts_total{outcome="error"}""") >= 1);

        plane = await FakeOrchestrator.StartAsync(port);
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);
    }

    [Fact]
    public async Task A_node_that_stops_says_goodbye_first()
    {
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);
        await node.StopAsync();

        Assert.StartsWith("n1?instance_id=", Assert.Single(plane.Deregistrations), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_control_plane_that_hangs_does_not_keep_a_node_from_stopping()
    {
        plane.DeregisterHangs = true;
        await using Node node = await StartAsync();
        await Eventually.HoldsAsync("it registers", () => !plane.Registrations.IsEmpty);

        await node.StopAsync().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Single(plane.Deregistrations);
    }

    private async Task<Node> StartAsync(params string[] settings) => await Node.StartAsync(
        [
            .. Node.Attached("p", engine.Url), "--node_id", "n1", "--orchestrator_url", plane.Url.ToString(),
            .. settings,
        ],
        token: "secret");
}
