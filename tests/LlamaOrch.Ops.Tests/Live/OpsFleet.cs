using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using LlamaOrch.Ops.Tests.Alertmanager;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>
/// A real fleet of two nodes with tokens, under the eyes of the real Prometheus and Alertmanager with our rules.
/// </summary>
public sealed class OpsFleet : IAsyncDisposable
{
    /// <summary>The fleet's token, which nothing may show.</summary>
    public const string Token = "0ps-fleet-t0ken-that-nobody-may-see";

    private const string Model = "fake-model";

    private readonly TemporaryDirectory data = new();
    private readonly List<HostProcess> processes = [];
    private readonly AlertmanagerServer alertmanager = new();
    private FakeEngine engine = null!;
    private PrometheusServer? prometheus;
    private HttpClient http = null!;
    private Uri url = null!;
    private Uri node = null!;

    private OpsFleet()
    {
    }

    /// <summary>Starts everything and waits until Prometheus has seen all of it.</summary>
    public static async Task<OpsFleet> StartAsync()
    {
        var fleet = new OpsFleet();
        try
        {
            await fleet.StartFleetAsync();
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the runbook's commands find in their environment.</summary>
    /// <param name="taskId">The task that they are about.</param>
    public IReadOnlyDictionary<string, string> Environment(string taskId) => new Dictionary<string, string>
    {
        ["ORCHD"] = Plain(url),
        ["NODE"] = Plain(node),
        ["PROMETHEUS"] = Plain(prometheus!.Url),
        ["ALERTMANAGER"] = Plain(alertmanager.Url),
        ["NODE_ID"] = "node-1",
        ["POOL_ID"] = "pool-1",
        ["MODEL_ID"] = Model,
        ["TASK_ID"] = taskId,
        ["PATH"] = $"{Path.GetDirectoryName(BuiltHost.PathOf("llama-orch"))}:"
            + System.Environment.GetEnvironmentVariable("PATH"),
    };

    /// <summary>Submits a task and waits for its end.</summary>
    public async Task<string> EndedTaskAsync()
    {
        string task = await SubmitAsync();
        await StateAsync(task, "completed");
        return task;
    }

    /// <summary>Submits a task that stays in the midst of its answer.</summary>
    public async Task<string> RunningTaskAsync()
    {
        engine.Behavior = engine.Behavior with { HoldAfterTokens = 1 };
        string task = await SubmitAsync();
        await StateAsync(task, "streaming");
        return task;
    }

    /// <summary>Waits until the first node is in the fleet, into which it comes back by itself.</summary>
    public Task HasFirstNodeAsync() => Eventually.HoldsAsync("the first node to be registered", async () =>
    {
        using HttpResponseMessage found = await http.GetAsync(new Uri("/v2/nodes/node-1", UriKind.Relative));
        return found.IsSuccessStatusCode;
    });

    /// <summary>Lets all tasks come to their end.</summary>
    public void ReleaseTasks() => engine.ReleaseHeld();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        http?.Dispose();
        if (prometheus is not null)
            await prometheus.DisposeAsync();
        await alertmanager.DisposeAsync();
        foreach (HostProcess process in processes)
            await process.DisposeAsync();
        if (engine is not null)
            await engine.DisposeAsync();
        data.Dispose();
    }

    private async Task StartFleetAsync()
    {
        engine = await FakeEngine.StartAsync();
        url = await StartAsync(
            "orchestratord",
            $"--data_dir={data.File("control-plane")}",
            "--heartbeat_interval_ms=200",
            "--pool_poll_interval_ms=100");
        http = new HttpClient { BaseAddress = url };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        node = await StartNodeAsync(1);
        Uri other = await StartNodeAsync(2);
        await alertmanager.InitializeAsync();
        prometheus = await PrometheusServer.StartAsync(
            Configuration(("orchestratord", url), ("pool-managerd", node), ("pool-managerd", other)),
            new Dictionary<string, string> { ["rules.yml"] = AlertFiles.Read(AlertFiles.Rules) });
        await Eventually.HoldsAsync("Prometheus to see the fleet", async () =>
            await ValueAsync("sum(up)") == 3 && await ValueAsync("cluster:orchd_pools_available:sum") == 2);
    }

    private Task<Uri> StartNodeAsync(int number) => StartAsync(
        "pool-managerd",
        $"--node_id=node-{number}",
        $"--orchestrator_url={url}",
        $"--data_dir={data.File($"node-{number}")}",
        "--health_interval_ms=100",
        "--stop_grace_ms=1000",
        $"--pools:0:pool_id=pool-{number}",
        "--pools:0:engine=openai",
        $"--pools:0:engine_url={engine.Url}",
        "--pools:0:slots=4");

    private async Task<Uri> StartAsync(string host, params string[] settings)
    {
        HostProcess process = HostProcess.Start(
            host,
            ["--addr=127.0.0.1:0", .. settings],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = Token });
        processes.Add(process);
        return await process.ListeningUrlAsync();
    }

    private string Configuration(params (string Job, Uri Daemon)[] targets) => $"""
        {PrometheusServer.ScrapeConfig(targets)}
        rule_files: [rules.yml]
        alerting:
          alertmanagers:
            - static_configs:
                - targets: ['{alertmanager.Url.Authority}']
        """;

    private async Task<double?> ValueAsync(string expression) =>
        await prometheus!.QueryAsync(expression) is [PrometheusSample only] ? only.Value : null;

    private async Task<string> SubmitAsync()
    {
        using HttpResponseMessage taken = await http.PostAsJsonAsync(
            new Uri("/v2/tasks", UriKind.Relative), new { model = Model, prompt = "Where does the owl live?" });
        taken.EnsureSuccessStatusCode();
        return (await taken.Content.ReadFromJsonAsync<JsonObject>())!["task_id"]!.GetValue<string>();
    }

    private Task StateAsync(string task, string state) => Eventually.HoldsAsync($"task {task} {state}", async () =>
        (await http.GetFromJsonAsync<JsonObject>($"/v2/tasks/{task}"))!["state"]!.GetValue<string>() == state);

    private static string Plain(Uri address) =>
        string.Create(CultureInfo.InvariantCulture, $"{address.Scheme}://{address.Authority}");
}
