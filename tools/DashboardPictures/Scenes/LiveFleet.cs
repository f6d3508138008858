using System.Net.Http.Headers;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Tools.DashboardPictures.Scenes;

/// <summary>A control plane and two nodes with real engines, under a real Prometheus with the rules.</summary>
internal sealed class LiveFleet : IAsyncDisposable
{
    /// <summary>The model of all pools.</summary>
    public const string Model = "llorch-tiny";

    /// <summary>Slots of each of the two pools.</summary>
    public const int SlotsPerPool = 2;

    private const string Token = "picture";
    private const string Rules = "cloud_profile.yml";

    private readonly TemporaryDirectory data = new();
    private readonly Dictionary<string, HostProcess> nodes = [];
    private readonly Dictionary<string, int> ports = [];
    private readonly Dictionary<string, string?> variables = new() { ["LLORCH_API_TOKEN"] = Token };
    private HostProcess control = null!;

    private LiveFleet()
    {
    }

    /// <summary>Calls the control plane, with its token.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>What scrapes it.</summary>
    public PrometheusServer Prometheus { get; private set; } = null!;

    /// <summary>Starts everything and waits until both pools take work.</summary>
    public static async Task<LiveFleet> StartAsync()
    {
        var fleet = new LiveFleet();
        await fleet.StartControlAsync();
        fleet.StartNode("gpu-1");
        fleet.StartNode("gpu-2");
        fleet.Prometheus = await PrometheusServer.StartAsync(
            $"""
            {PrometheusServer.ScrapeConfig(
                "home",
                [
                    ("orchestratord", fleet.Http.BaseAddress!),
                    .. fleet.ports.Values.Select(port => ("pool-managerd", new Uri($"http://127.0.0.1:{port}"))),
                ])
                .Replace("250ms", "1s", StringComparison.Ordinal)}
            rule_files: [{Rules}]
            """,
            new Dictionary<string, string>
            {
                [Rules] = await File.ReadAllTextAsync(Path.Combine(BuiltHost.Root, "ci", "alerts", Rules)),
            });
        await fleet.PoolsReadyAsync(2);
        return fleet;
    }

    /// <summary>Where operators' scripts put handoff files on a node.</summary>
    public string HandoffFolder(string nodeId) => Path.Combine(data.File(nodeId), "handoff");

    /// <summary>Ends a node as a power cut would.</summary>
    public async Task KillAsync(string nodeId)
    {
        nodes[nodeId].Kill();
        await nodes[nodeId].ExitCodeAsync();
    }

    /// <summary>Ends a node as its service manager does: it says goodbye.</summary>
    public async Task StopAsync(string nodeId)
    {
        nodes[nodeId].Terminate();
        await nodes[nodeId].ExitCodeAsync();
    }

    /// <summary>Ends a node's engine as a crash would; nothing happens while it is being restarted.</summary>
    public void CrashEngine(string nodeId)
    {
        if (nodes[nodeId].ChildIds() is [int engine, ..])
            nodes[nodeId].KillChild(engine);
    }

    /// <summary>Starts a node, or starts it again.</summary>
    public void StartNode(string nodeId) => nodes[nodeId] = HostProcess.Start(
        "pool-managerd",
        [
            $"--addr=127.0.0.1:{PortOf(nodeId)}",
            $"--node_id={nodeId}",
            $"--orchestrator_url={Http.BaseAddress}",
            $"--data_dir={data.File(nodeId)}",
            $"--pools:0:pool_id={nodeId}-chat",
            "--pools:0:engine=llamacpp",
            $"--pools:0:model_path={Path.Combine(BuiltHost.Root, "models", Model, $"{Model}.gguf")}",
            $"--pools:0:model_id={Model}",
            $"--pools:0:slots={SlotsPerPool}",
            "--pools:0:threads=1",
            "--pools:0:device=cpu",
        ],
        variables);

    /// <summary>Waits until so many pools take work.</summary>
    public Task PoolsReadyAsync(int count) => Eventually.HoldsAsync($"{count} pools take work", async () =>
        (await Prometheus.QueryAsync("sum(orchd_pools_available)")).Any(sample => sample.Value == count));

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        if (Prometheus is not null)
            await Prometheus.DisposeAsync();
        foreach (HostProcess node in nodes.Values)
            await node.DisposeAsync();
        if (control is not null)
            await control.DisposeAsync();
        data.Dispose();
    }

    private async Task StartControlAsync()
    {
        control = HostProcess.Start(
            "orchestratord",
            [
                "--addr=127.0.0.1:0",
                $"--data_dir={data.File("control-plane")}",
                "--heartbeat_interval_ms=1000",
                "--node_stale_ms=5000",
                "--pool_poll_interval_ms=1000",
                "--queue_capacity=12",
            ],
            variables);
        Http = new HttpClient { BaseAddress = await control.ListeningUrlAsync() };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
    }

    private int PortOf(string nodeId)
    {
        if (!ports.TryGetValue(nodeId, out int port))
            ports[nodeId] = port = FreePorts.Take();
        return port;
    }
}
