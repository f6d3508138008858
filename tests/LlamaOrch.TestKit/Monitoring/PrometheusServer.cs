using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>A real Prometheus on loopback, a child of the tests, on a directory of its own.</summary>
public sealed class PrometheusServer : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly HttpClient http;
    private readonly Process server;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private PrometheusServer(string config, IReadOnlyDictionary<string, string> files)
    {
        int port = FreePort();
        Url = new Uri($"http://127.0.0.1:{port}");
        http = new HttpClient { BaseAddress = Url };
        File.WriteAllText(directory.File("prometheus.yml"), config);
        foreach ((string name, string content) in files)
            File.WriteAllText(directory.File(name), content);
        var start = new ProcessStartInfo(
            "prometheus",
            [
                $"--config.file={directory.File("prometheus.yml")}",
                $"--storage.tsdb.path={directory.File("data")}",
                $"--web.listen-address=127.0.0.1:{port}",
                "--web.enable-lifecycle",
                "--enable-feature=exemplar-storage",
                "--log.level=warn",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory.Path,
        };
        server = Process.Start(start)!;
        output = server.StandardOutput.ReadToEndAsync();
        errors = server.StandardError.ReadToEndAsync();
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Starts it and waits until it answers queries.</summary>
    /// <param name="config">Its configuration; relative paths in it are those of <paramref name="files"/>.</param>
    /// <param name="files">Rules and others, by name.</param>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public static async Task<PrometheusServer> StartAsync(
        string config, IReadOnlyDictionary<string, string>? files = null)
    {
        var made = new PrometheusServer(config, files ?? new Dictionary<string, string>());
        await Eventually.HoldsAsync("Prometheus to be ready", made.IsReadyAsync);
        return made;
    }

    /// <summary>A configuration that scrapes daemons several times a second.</summary>
    /// <param name="targets">Each daemon with its job: <c>orchestratord</c> or <c>pool-managerd</c>.</param>
    public static string ScrapeConfig(params (string Job, Uri Daemon)[] targets) => ScrapeConfig(null, targets);

    /// <summary>The same, with a label <c>cluster</c>.</summary>
    /// <param name="cluster">Its value; null for none.</param>
    /// <param name="targets">Each daemon with its job.</param>
    public static string ScrapeConfig(string? cluster, params (string Job, Uri Daemon)[] targets)
    {
        string labels = cluster is null ? string.Empty : $"\n        labels: {{cluster: {cluster}}}";
        IEnumerable<string> jobs = targets.GroupBy(target => target.Job).Select(job => $"""
              - job_name: {job.Key}
                static_configs:
                  - targets: [{string.Join(", ", job.Select(target => $"'{target.Daemon.Authority}'"))}]{labels}
            """);
        return $"""
            global:
              scrape_interval: 250ms
              evaluation_interval: 250ms
            scrape_configs:
            {string.Join('\n', jobs)}
            """;
    }

    /// <summary>Asks for an expression's value now.</summary>
    /// <exception cref="InvalidOperationException">It is no expression.</exception>
    public async Task<IReadOnlyList<PrometheusSample>> QueryAsync(string expression)
    {
        using JsonDocument answer = await AskAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        JsonElement data = answer.RootElement.GetProperty("data");
        JsonElement result = data.GetProperty("result");
        return data.GetProperty("resultType").GetString() == "vector"
            ? [.. result.EnumerateArray().Select(Sample)]
            : [new PrometheusSample(new Dictionary<string, string>(), Number(result[1]))];
    }

    /// <summary>The trace ids that it has for the series of a selector, from the last hour.</summary>
    public async Task<IReadOnlyList<string>> TracesOfAsync(string selector)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using JsonDocument answer = await AskAsync(
            $"/api/v1/query_exemplars?query={Uri.EscapeDataString(selector)}"
            + $"&start={now.AddHours(-1).ToUnixTimeSeconds()}&end={now.AddMinutes(1).ToUnixTimeSeconds()}");
        return
        [
            .. answer.RootElement.GetProperty("data").EnumerateArray()
                .SelectMany(series => series.GetProperty("exemplars").EnumerateArray())
                .Select(exemplar => exemplar.GetProperty("labels").GetProperty("trace_id").GetString()!),
        ];
    }

    /// <summary>Asks for an expression's values over a time.</summary>
    /// <exception cref="InvalidOperationException">It is no expression.</exception>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryRangeAsync(
        string expression, DateTimeOffset start, DateTimeOffset end, TimeSpan step)
    {
        string period = string.Create(
            CultureInfo.InvariantCulture,
            $"&start={start.ToUnixTimeMilliseconds() / 1000.0}&end={end.ToUnixTimeMilliseconds() / 1000.0}"
                + $"&step={step.TotalSeconds}");
        using JsonDocument answer = await AskAsync(
            $"/api/v1/query_range?query={Uri.EscapeDataString(expression)}{period}");
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray().Select(series =>
                new PrometheusSeries(Labels(series), [.. series.GetProperty("values").EnumerateArray().Select(Point)])),
        ];
    }

    /// <summary>The alerts that are pending or firing, as its API tells.</summary>
    public async Task<JsonDocument> AlertsAsync() => await AskAsync("/api/v1/alerts");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!server.HasExited)
            server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        http.Dispose();
        directory.Dispose();
    }

    private async Task<JsonDocument> AskAsync(string path)
    {
        using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative));
        string text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw new InvalidOperationException(text);
    }

    private async Task<bool> IsReadyAsync()
    {
        if (server.HasExited)
            throw new InvalidOperationException($"Prometheus ended: {await output}{await errors}");
        try
        {
            using HttpResponseMessage ready = await http.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return ready.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static PrometheusSample Sample(JsonElement series) =>
        new(Labels(series), Number(series.GetProperty("value")[1]));

    private static Dictionary<string, string> Labels(JsonElement series) => series.GetProperty("metric")
        .EnumerateObject().ToDictionary(label => label.Name, label => label.Value.GetString()!);

    private static (DateTimeOffset At, double Value) Point(JsonElement pair) => (
        DateTimeOffset.FromUnixTimeMilliseconds((long)(pair[0].GetDouble() * 1000)), Number(pair[1]));

    private static double Number(JsonElement value) => value.GetString() switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        string number => double.Parse(number, CultureInfo.InvariantCulture),
        null => double.NaN,
    };

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
