using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alertmanager;

/// <summary>The real Alertmanager with our configuration, on loopback, a child of the tests.</summary>
public sealed class AlertmanagerServer : IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();
    private readonly HttpClient http;
    private readonly string address;
    private Process? process;

    /// <summary>With the configuration of the repository; not started yet.</summary>
    public AlertmanagerServer()
        : this(AlertFiles.Read(AlertFiles.Alertmanager))
    {
    }

    /// <summary>Not started yet.</summary>
    /// <param name="configuration">Its configuration.</param>
    internal AlertmanagerServer(string configuration)
    {
        File.WriteAllText(directory.File("alertmanager.yml"), configuration);
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        address = probe.LocalEndpoint.ToString()!;
        http = new HttpClient { BaseAddress = new Uri($"http://{address}") };
    }

    /// <summary>Where it answers.</summary>
    public Uri Url => http.BaseAddress!;

    /// <summary>Starts it and waits until it is ready.</summary>
    public async ValueTask InitializeAsync()
    {
        process = Process.Start(new ProcessStartInfo("prometheus-alertmanager",
        [
            $"--config.file={directory.File("alertmanager.yml")}",
            $"--storage.path={directory.File("data")}",
            $"--web.listen-address={address}",
            "--cluster.listen-address=",
        ])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
        await Eventually.HoldsAsync("Alertmanager to be ready", async () =>
        {
            if (process.HasExited)
                throw new InvalidOperationException($"Alertmanager ended:\n{await errors}");
            try
            {
                using HttpResponseMessage ready = await http.GetAsync("/-/ready");
                return ready.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
    }

    /// <summary>Says that alerts with these labels fire.</summary>
    public async Task FireAsync(IEnumerable<IReadOnlyDictionary<string, string>> alerts)
    {
        using HttpResponseMessage taken = await http.PostAsJsonAsync(
            "/api/v2/alerts", alerts.Select(labels => new { labels }));
        taken.EnsureSuccessStatusCode();
    }

    /// <summary>The alerts that fire now.</summary>
    public async Task<IReadOnlyList<FiringAlert>> AlertsAsync()
    {
        JsonArray alerts = (await http.GetFromJsonAsync<JsonArray>("/api/v2/alerts"))!;
        return
        [
            .. alerts.Select(alert => new FiringAlert(
                alert!["labels"]!.AsObject().ToDictionary(
                    label => label.Key, label => label.Value!.GetValue<string>()),
                alert["status"]!["inhibitedBy"]!.AsArray().Count > 0)),
        ];
    }

    /// <summary>Stops it.</summary>
    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (process is not null)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        directory.Dispose();
    }
}
