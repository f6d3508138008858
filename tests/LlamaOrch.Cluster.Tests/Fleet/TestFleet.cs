using System.Net.Http.Headers;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Cluster.Tests.Fleet;

/// <summary>A real orchestratord and real node agents, each a process of its own, with short intervals.</summary>
internal sealed class TestFleet : IAsyncDisposable
{
    private const string TokenVariable = "LLORCH_API_TOKEN";

    // Far above what an answer takes, for machines with other work.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(1);

    private readonly TemporaryDirectory data = new();
    private readonly List<HostProcess> processes = [];
    private readonly string? token;

    private readonly string[] settings;

    private readonly IReadOnlyDictionary<string, string?> variables;

    private long? diskBytes;

    private TestFleet(string? token, string[] settings, IReadOnlyDictionary<string, string?> variables) =>
        (this.token, this.settings, this.variables) = (token, settings, variables);

    /// <summary>The control plane's process.</summary>
    public HostProcess ControlPlane { get; private set; } = null!;

    /// <summary>Where the control plane answers.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Raw requests, with the fleet's token.</summary>
    public HttpClient Http { get; private set; } = null!;

    /// <summary>The typed client, with the fleet's token.</summary>
    public OrchestratorClient Client { get; private set; } = null!;

    /// <summary>The environment of every process of the fleet.</summary>
    public IReadOnlyDictionary<string, string?> Environment =>
        new Dictionary<string, string?>(variables) { [TokenVariable] = token };

    /// <summary>Where the data of the control plane lie.</summary>
    public string ControlPlaneData => data.File("control-plane");

    /// <summary>Where the data of all of them lies.</summary>
    public string DataFolder => data.Path;

    /// <summary>Where the data of a node lies.</summary>
    public string DataOf(string nodeId) => data.File(nodeId);

    /// <summary>Starts a control plane alone.</summary>
    /// <param name="token">The fleet's token; null for none.</param>
    /// <param name="settings">Further arguments of the control plane.</param>
    public static Task<TestFleet> StartAsync(string? token = null, params string[] settings) =>
        StartAsync(new Dictionary<string, string?>(), token, settings);

    /// <summary>The same, with further variables in the environment of every process.</summary>
    public static Task<TestFleet> StartAsync(
        IReadOnlyDictionary<string, string?> variables, string? token = null, params string[] settings) =>
        StartAsync(new TestFleet(token, settings, variables), token);

    /// <summary>Starts a control plane alone, whose data lie on a disk of so many bytes.</summary>
    public static Task<TestFleet> StartOnSmallDiskAsync(long bytes) =>
        StartAsync(new TestFleet(null, [], new Dictionary<string, string?>()) { diskBytes = bytes }, null);

    private static async Task<TestFleet> StartAsync(TestFleet fleet, string? token)
    {
        await fleet.StartControlPlaneAsync(port: 0);
        fleet.Http = new HttpClient { BaseAddress = fleet.Url };
        if (token is not null)
            fleet.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        fleet.Client = new OrchestratorClient(fleet.Url, token, AnswerMax);
        return fleet;
    }

    /// <summary>Starts the control plane anew on the port that it had.</summary>
    public Task RestartControlPlaneAsync() => StartControlPlaneAsync(Url.Port);

    /// <summary>Kills the control plane as a power cut would, and starts it anew.</summary>
    public async Task RestartControlPlaneAfterKillAsync()
    {
        ControlPlane.Kill();
        await ControlPlane.ExitCodeAsync();
        await RestartControlPlaneAsync();
    }

    /// <summary>Starts a node agent; the same name again is the same node.</summary>
    public HostProcess StartNode(string nodeId, params TestPool[] pools) => StartNodeWith(nodeId, [], pools);

    /// <summary>Starts a node agent with further settings; they overrule the fleet's own.</summary>
    public HostProcess StartNodeWith(string nodeId, IEnumerable<string> own, params TestPool[] pools)
    {
        HostProcess node = HostProcess.Start(
            "pool-managerd",
            [
                "--addr=127.0.0.1:0",
                $"--node_id={nodeId}",
                $"--orchestrator_url={Url}",
                $"--data_dir={data.File(nodeId)}",
                "--health_interval_ms=100",
                "--handoff_scan_interval_ms=200",
                "--stop_grace_ms=1000",
                .. own,
                .. pools.SelectMany((pool, index) => pool.Arguments(index)),
            ],
            Environment);
        processes.Add(node);
        return node;
    }

    /// <summary>Waits until the control plane sees so many pools ready, and no other.</summary>
    public Task PoolsReadyAsync(int count) => Eventually.HoldsAsync($"{count} pools ready", async () =>
    {
        IReadOnlyList<PoolReport> pools = await Client.ListPoolsAsync();
        return pools.Count(pool => pool.Ready) == count;
    });

    /// <summary>Waits until the control plane sees a node in a state.</summary>
    public Task NodeIsAsync(string nodeId, NodeState state) => Eventually.HoldsAsync($"{nodeId} {state}", async () =>
        (await Client.ListNodesAsync()).Any(node => node.NodeId.Value == nodeId && node.State == state));

    /// <summary>The control plane's metrics now.</summary>
    public Task<MetricsScrape> ScrapeAsync() => MetricsScrape.FromAsync(Url);

    public async ValueTask DisposeAsync()
    {
        Http?.Dispose();
        Client?.Dispose();
        foreach (HostProcess process in processes)
            await process.DisposeAsync();
        data.Dispose();
    }

    private async Task StartControlPlaneAsync(int port)
    {
        string[] arguments =
        [
            $"--addr=127.0.0.1:{port}",
            $"--data_dir={ControlPlaneData}",
            "--heartbeat_interval_ms=200",
            "--node_stale_ms=3000",
            "--pool_poll_interval_ms=100",
            "--pool_poll_timeout_ms=1000",
            .. settings,
        ];
        Directory.CreateDirectory(ControlPlaneData);
        ControlPlane = diskBytes is long bytes
            ? HostProcess.StartOnSmallDisk("orchestratord", arguments, ControlPlaneData, bytes, Environment)
            : HostProcess.Start("orchestratord", arguments, Environment);
        processes.Add(ControlPlane);
        Url = await ControlPlane.ListeningUrlAsync();
    }
}
