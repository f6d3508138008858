using System.Net.Http.Headers;
using System.Net.Http.Json;
using LlamaOrch.Ops.Tests.Alertmanager;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>
/// A real fleet of three nodes, two with the embedded engine, the third before an engine whose answers can be held.
/// The real Prometheus and Alertmanager watch it with our files, in which all times are shorter by one factor; its own
/// intervals are shorter by the same.
/// </summary>
public sealed class IncidentFleet : IAsyncDisposable
{
    /// <summary>Tasks that may wait for a model.</summary>
    public const int QueueCapacity = 4;

    /// <summary>Slots of the pool whose answers can be held.</summary>
    public const int HeldSlots = 4;

    private const string Token = "incident-fleet-token";

    private readonly int factor;
    private readonly Uri url = FreePorts.Next();
    private readonly TemporaryDirectory data = new();
    private readonly List<NodeAgent> nodes = [];
    private readonly HttpClient http = new();
    private HostProcess? controlPlane;
    private FakeEngine? engine;
    private SlowRelay? relay;
    private WebhookReceiver? receiver;
    private AlertmanagerServer? alertmanager;
    private PrometheusServer? prometheus;

    private IncidentFleet(int factor) => this.factor = factor;

    /// <summary>The nodes, <c>node-1</c> to <c>node-3</c>; each has the pool of its number.</summary>
    public IReadOnlyList<NodeAgent> Nodes => nodes;

    /// <summary>What stands between the control plane and the third node.</summary>
    internal SlowRelay Relay => relay!;

    /// <summary>Whom Alertmanager tells.</summary>
    internal WebhookReceiver Receiver => receiver!;

    /// <summary>Starts everything, and waits until the fleet is well in Prometheus' eyes.</summary>
    /// <param name="factor">By how much faster everything goes.</param>
    public static async Task<IncidentFleet> StartAsync(int factor)
    {
        var fleet = new IncidentFleet(factor);
        try
        {
            await fleet.StartAllAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Kills the control plane.</summary>
    public async Task KillControlPlaneAsync()
    {
        controlPlane!.Kill();
        await controlPlane.ExitCodeAsync();
    }

    /// <summary>Starts the control plane, anew where it had been.</summary>
    public async Task StartControlPlaneAsync()
    {
        controlPlane = HostProcess.Start(
            "orchestratord",
            [
                $"--addr={url.Authority}",
                $"--data_dir={data.File("control-plane")}",
                $"--heartbeat_interval_ms={10_000 / factor}",
                $"--node_stale_ms={30_000 / factor}",
                $"--pool_poll_interval_ms={5_000 / factor}",
                $"--queue_capacity={QueueCapacity}",
            ],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = Token });
        await controlPlane.ListeningUrlAsync();
    }

    /// <summary>Starts a node, with the fleet's token or with another one.</summary>
    public Task StartNodeAsync(NodeAgent node, string token = Token)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.StartAsync(token, node == nodes[2] ? [$"--advertise_url={relay!.Url}"] : []);
    }

    /// <summary>Takes a node out of the fleet, as an operator does with one that will not come back.</summary>
    public async Task DeregisterAsync(NodeAgent node)
    {
        ArgumentNullException.ThrowIfNull(node);
        using HttpResponseMessage taken = await http.DeleteAsync(
            new Uri($"/v2/nodes/{node.NodeId}", UriKind.Relative));
        taken.EnsureSuccessStatusCode();
    }

    /// <summary>The folder in which a node looks for handoff files.</summary>
    public string HandoffFolder(NodeAgent node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return Path.Combine(data.File(node.NodeId), "handoff");
    }

    /// <summary>Submits tasks to the pool whose answers are held from now on.</summary>
    public async Task HoldTasksAsync(int count)
    {
        engine!.Behavior = engine.Behavior with { HoldAfterTokens = 1 };
        for (int i = 0; i < count; i++)
        {
            using HttpResponseMessage taken = await http.PostAsJsonAsync(
                new Uri("/v2/tasks", UriKind.Relative), new { model = "fake-model", prompt = "Wait." });
            taken.EnsureSuccessStatusCode();
        }
    }

    /// <summary>Lets all answers come to their end.</summary>
    public void ReleaseTasks()
    {
        engine!.Behavior = engine.Behavior with { HoldAfterTokens = null };
        engine.ReleaseHeld();
    }

    /// <summary>Repairs what a test before has left broken, and waits until nobody would be woken.</summary>
    public async Task IsWellAsync()
    {
        Relay.Delay = TimeSpan.Zero;
        ReleaseTasks();
        if (controlPlane!.HasExited)
            await StartControlPlaneAsync();
        foreach (NodeAgent node in nodes)
        {
            if (node.Process.HasExited)
                await StartNodeAsync(node);
            else
                node.Process.Resume();
        }

        string seen = string.Empty;
        try
        {
            await Eventually.HoldsAsync("the fleet to be well", async () =>
            {
                double? pools = await ValueAsync("cluster:orchd_pools_available:sum");
                double? up = await ValueAsync("sum(up)");
                string[] told = [.. (await AlertsAsync()).Where(alert => alert.IsTold).Select(alert => alert.Key)];
                seen = $"{pools} pools, {up} targets up, {string.Join("; ", told)}";
                return pools == nodes.Count && up == nodes.Count + 1 && told.Length == 0;
            });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{late.Message} Last seen: {seen}.", late);
        }
    }

    /// <summary>The alerts that fire now.</summary>
    public Task<IReadOnlyList<FiringAlert>> AlertsAsync() => alertmanager!.AlertsAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (prometheus is not null)
            await prometheus.DisposeAsync();
        if (alertmanager is not null)
            await alertmanager.DisposeAsync();
        foreach (NodeAgent node in nodes.Where(node => node.Process is not null))
            await node.Process.DisposeAsync();
        if (controlPlane is not null)
            await controlPlane.DisposeAsync();
        foreach (IAsyncDisposable? server in (IAsyncDisposable?[])[relay, receiver, engine])
        {
            if (server is not null)
                await server.DisposeAsync();
        }

        data.Dispose();
    }

    private async Task StartAllAsync()
    {
        http.BaseAddress = url;
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        engine = await FakeEngine.StartAsync();
        receiver = await WebhookReceiver.StartAsync();
        await StartControlPlaneAsync();
        nodes.AddRange(Node(1, Embedded), Node(2, Embedded), Node(3, Attached(engine.Url)));
        relay = await SlowRelay.StartAsync(nodes[2].Address);
        await Task.WhenAll(nodes.Select(node => StartNodeAsync(node)));
        await StartMonitoringAsync(new ScaledTimes(factor));
        await IsWellAsync();
    }

    private static string[] Embedded { get; } =
    [
        "--pools:0:engine=llamacpp",
        $"--pools:0:model_path={Path.Combine(BuiltHost.Root, "models", "llorch-tiny", "llorch-tiny.gguf")}",
        "--pools:0:threads=1",
        "--pools:0:slots=1",
    ];

    private static string[] Attached(Uri engine) =>
        ["--pools:0:engine=openai", $"--pools:0:engine_url={engine}", $"--pools:0:slots={HeldSlots}"];

    private NodeAgent Node(int number, string[] pool) => new(
        $"node-{number}",
        FreePorts.Next(),
        [
            $"--orchestrator_url={url}",
            $"--data_dir={data.File($"node-{number}")}",
            "--health_interval_ms=100",
            "--handoff_scan_interval_ms=200",
            "--restart_backoff_ms=10",
            "--restarts_max=100",
            $"--pools:0:pool_id=pool-{number}",
            .. pool,
        ]);

    private async Task StartMonitoringAsync(ScaledTimes times)
    {
        alertmanager = new AlertmanagerServer(times.Alertmanager(AlertFiles.Read(AlertFiles.Alertmanager))
            .Replace("http://127.0.0.1:9099", $"http://{receiver!.Url.Authority}", StringComparison.Ordinal));
        await alertmanager.InitializeAsync();
        (string, Uri)[] targets =
            [("orchestratord", url), .. nodes.Select(node => ("pool-managerd", node.Address))];
        prometheus = await PrometheusServer.StartAsync(
            $"""
            {PrometheusServer.ScrapeConfig(targets)}
            rule_files: [rules.yml]
            alerting:
              alertmanagers:
                - static_configs:
                    - targets: ['{alertmanager.Url.Authority}']
            """,
            new Dictionary<string, string> { ["rules.yml"] = times.Rules(AlertFiles.Read(AlertFiles.Rules)) });
    }

    private async Task<double?> ValueAsync(string expression) =>
        await prometheus!.QueryAsync(expression) is [PrometheusSample only] ? only.Value : null;
}
