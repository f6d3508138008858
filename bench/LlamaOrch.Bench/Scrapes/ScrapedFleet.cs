using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using LlamaOrch.Bench.Compare;
using LlamaOrch.Bench.Processes;

namespace LlamaOrch.Bench.Scrapes;

/// <summary>An orchestratord with a fleet that only registered: its series are all there.</summary>
internal sealed class ScrapedFleet : IAsyncDisposable
{
    private const int PoolsPerNode = 8;
    private const int Warmup = 100;
    private const int AnswerBytesMax = 64 * 1024 * 1024;
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);

    /// <summary>So seldom that nothing is asked of the pools while it measures, and their series stand still.</summary>
    public const int Never = 600_000;

    private readonly ChildProcess orchestrator;
    private readonly HttpClient http;

    private ScrapedFleet(ChildProcess orchestrator, Uri url)
    {
        this.orchestrator = orchestrator;
        http = new HttpClient { BaseAddress = url };
    }

    /// <summary>Starts it and registers nodes of 8 pools each.</summary>
    /// <param name="place">Where it runs.</param>
    /// <param name="pools">How many pools.</param>
    /// <param name="pollIntervalMs">
    /// How often each is polled. Nobody answers for them, so each poll fails at once and moves its pool's series.
    /// </param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<ScrapedFleet> StartAsync(
        BenchPlace place, int pools, int pollIntervalMs, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{BenchPlace.FreePort()}");
        ChildProcess orchestrator = place.StartGateway(
            "orchestratord",
            place.Host("orchestratord"),
            [
                "--addr", url.Authority,
                "--data_dir", Path.Combine(place.Folder, "orchestratord"),
                "--heartbeat_interval_ms", $"{Never}",
                "--node_stale_ms", "86400000",
                "--pool_poll_interval_ms", $"{pollIntervalMs}",
            ]);
        var fleet = new ScrapedFleet(orchestrator, url);
        orchestrator.IgnoreOutput();
        try
        {
            await fleet.AnswersAsync(cancellationToken);
            for (int first = 0; first < pools; first += PoolsPerNode)
                await fleet.RegisterAsync(first, Math.Min(PoolsPerNode, pools - first), cancellationToken);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Scrapes one after the other.</summary>
    public async Task<JsonObject> MeasureAsync(
        int scrapes, bool openMetrics, bool gzip, CancellationToken cancellationToken)
    {
        if (gzip)
            http.DefaultRequestHeaders.Add("Accept-Encoding", "gzip");
        if (openMetrics)
            http.DefaultRequestHeaders.Add("Accept", "application/openmetrics-text; version=1.0.0");
        byte[] text = [];
        for (int done = 0; done < Warmup; done++)
            text = await http.GetByteArrayAsync(new Uri("/metrics", UriKind.Relative), cancellationToken);
        byte[] buffer = new byte[AnswerBytesMax];
        var durations = new List<double>(scrapes);
        ProcessSample before = ProcessSample.Take(orchestrator.Pid);
        for (int done = 0; done < scrapes; done++)
        {
            long started = Stopwatch.GetTimestamp();
            using var into = new MemoryStream(buffer);
            await using Stream answer = await http.GetStreamAsync(
                new Uri("/metrics", UriKind.Relative), cancellationToken);
            await answer.CopyToAsync(into, cancellationToken);
            durations.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        ProcessUse used = ProcessSample.Take(orchestrator.Pid).Since(before);
        durations.Sort();
        return new JsonObject
        {
            ["scrapes"] = scrapes,
            ["gzip"] = gzip,
            ["bytes"] = text.Length,
            ["cpu_ms_per_scrape"] = Math.Round(used.Cpu.TotalMilliseconds / scrapes, 2),
            ["own_code_ms_per_scrape"] = Math.Round(used.User.TotalMilliseconds / scrapes, 2),
            ["duration_ms_p50"] = Math.Round(durations[scrapes / 2], 2),
            ["duration_ms_p99"] = Math.Round(durations[scrapes * 99 / 100], 2),
        };
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await orchestrator.DisposeAsync();
    }

    private async Task AnswersAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartMax);
        while (!orchestrator.HasExited)
        {
            try
            {
                await http.GetStringAsync(new Uri("/health", UriKind.Relative), deadline.Token);
                return;
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                await Task.Delay(100, deadline.Token);
            }
        }

        throw orchestrator.Failed("ended by itself");
    }

    private async Task RegisterAsync(int first, int count, CancellationToken cancellationToken)
    {
        string pools = string.Join(',', Enumerable.Range(first, count).Select(Pool));
        string node = $$"""
            {"node_id":"node-{{first / PoolsPerNode:000}}","machine_id":"bench","address":"http://127.0.0.1:9",
            """ + $$"""
            "version":"0","capabilities":{"gpus":[],"cpu_cores":1,"ram_total_bytes":1},"pools":[{{pools}}]}
            """;
        using var body = new StringContent(node, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri("/v2/nodes/register", UriKind.Relative), body, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw orchestrator.Failed(
                $"refused a node: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    private static string Pool(int number) => $$"""
        {"pool_id":"pool-{{number:0000}}","state":"ready","ready":true,"draining":false,"slots_total":4,
        """ + $$"""
        "slots_free":4,"engine":"llamacpp","engine_version":"bench","model_id":"model-{{number % 10}}",
        """ + """
        "models_available":[],"models":[],"context_tokens":8192,"device_mask":"cpu","vram_total_bytes":0,
        """ + """
        "vram_free_bytes":0,"active_leases":[]}
        """;
}
