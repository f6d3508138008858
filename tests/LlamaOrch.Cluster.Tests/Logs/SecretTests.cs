using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Cluster.Tests.Tracing;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Logs;

[Trait("lane", "cluster")]
public sealed class SecretTests
{
    private const string Token = "planted-token-of-the-fleet";
    private const string Key = "planted-key-of-a-client";
    private const string WrongToken = "planted-token-that-is-wrong";
    private const string Prompt = "planted-words-of-a-prompt";
    private const string HeaderValue = "planted-value-of-a-header";
    private const string EnginePassword = "planted-password-of-an-engine";
    private const string DatabasePassword = "planted-password-of-a-database";
    private const string Answer = "planted-words-of-an-answer";

    private static readonly string[] Happenings =
        ["token_refused", "request_rejected", "request_failed", "request_completed"];

    // Those that are near to a request's or an answer's bytes.
    private static readonly string[] Spans = ["admission", "dispatch", "stream", "infer"];

    [Fact]
    public async Task Nothing_that_the_fleet_writes_has_a_secret()
    {
        using var folder = new TemporaryDirectory();
        await using OtlpReceiver receiver = await OtlpReceiver.StartAsync();
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { Tokens = [Answer, " and", " more"], FaultAfterTokens = 1 });
        await using TestFleet fleet = await TestFleet.StartAsync(
            new Dictionary<string, string?>(receiver.Environment)
            {
                ["LLORCH_LOG_LEVEL"] = "trace",
                ["LLORCH_API_KEYS_FILE"] = KeyFile(folder),
            },
            Token,
            // The engine goes away: what waits for it must not wait long.
            "--queue_wait_max_ms=2000");
        WriteHandoff(fleet.DataOf("node-b"), "pool-c", WithPassword(engine.Url));
        HostProcess real = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        HostProcess attached = fleet.StartNode("node-b", TestPool.Attached("pool-b", engine.Url));
        HostProcess refused = fleet.StartNode("node-c", TestPool.Attached("pool-d", WithPassword(engine.Url)));
        Assert.Equal((int)ExitCode.BadConfiguration, await refused.ExitCodeAsync());
        await fleet.PoolsReadyAsync(2);
        HostProcess[] running = [fleet.ControlPlane, real, attached];
        foreach (HostProcess daemon in running)
            HasNoSecretInItsProcesses(daemon);

        await SendEverythingAsync(fleet);
        engine.Behavior = engine.Behavior with { Fault = EngineFault.ErrorMidStream };
        await SendEverythingAsync(fleet);
        engine.Behavior = engine.Behavior with { Fault = EngineFault.Garbage };
        await SendEverythingAsync(fleet);
        await engine.DisposeAsync();
        await SendEverythingAsync(fleet);
        await using HostProcess without = await StartWithoutDatabaseAsync();

        foreach (string happened in Happenings)
        {
            await Eventually.HoldsAsync($"{happened} to be logged", () =>
                fleet.ControlPlane.Output.Contains($"\"{happened}\"", StringComparison.Ordinal));
        }

        Assert.Contains("\"handoff_refused\"", attached.Output, StringComparison.Ordinal);
        using var http = new HttpClient();
        foreach (HostProcess daemon in running)
        {
            Uri url = await daemon.ListeningUrlAsync();
            HasNoSecret($"metrics of {url}", await http.GetStringAsync(new Uri(url, "/metrics")));
            // With their last spans sent; some of their files let nobody else in while they run.
            daemon.Terminate();
            Assert.Equal(0, await daemon.ExitCodeAsync());
        }

        foreach (HostProcess process in (HostProcess[])[.. running, refused, without])
        {
            Assert.NotEmpty(process.Output + process.Errors);
            HasNoSecret($"process {process.Id}", process.Output + process.Errors);
        }

        foreach (string file in Directory.GetFiles(fleet.DataFolder, "*", SearchOption.AllDirectories))
            HasNoSecret(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), ExceptionsOf(file));
        foreach (string name in Spans)
            Assert.Contains(receiver.Spans, span => span.Name == name);
        foreach (SeenSpan span in receiver.Spans)
            HasNoSecret($"span {span}", span.Wire);
    }

    /// <summary>Requests that are served, refused, malformed and lost, with all that a client could plant.</summary>
    private static async Task SendEverythingAsync(TestFleet fleet)
    {
        foreach (string model in (string[])[TestPool.RealModel, "fake-model", "no-such-model"])
        {
            object chat = new
            {
                model,
                max_tokens = 4,
                user = Prompt,
                messages = new[] { new { role = "user", content = Prompt } },
            };
            foreach (string? shown in (string?[])[Token, Key, WrongToken, null])
                (await SendAsync(fleet, "/v1/chat/completions", shown, JsonContent.Create(chat))).Dispose();
            await StreamAsync(fleet, JsonContent.Create(
                new { model, prompt = Prompt, max_tokens = 4, stream = true }));
            using HttpResponseMessage taken = await SendAsync(fleet, "/v2/tasks", Token, JsonContent.Create(
                new { model, prompt = Prompt, max_tokens = 4, session_id = "conversation" }));
            if (taken.IsSuccessStatusCode)
            {
                TaskView task = (await taken.Content.ReadFromJsonAsync(ContractsJsonContext.Default.TaskView))!;
                await fleet.AllEventsAsync(task.TaskId);
            }
        }

        foreach (string malformed in (string[])[$"{{\"{Prompt}", $"{{\"model\":{{\"{Prompt}\":1}}}}", $"\"{Prompt}\""])
        {
            foreach (string path in (string[])["/v1/chat/completions", "/v2/tasks", $"/v2/{Prompt}?token={WrongToken}"])
            {
                (await SendAsync(fleet, path, Token, new StringContent(malformed, Encoding.UTF8, "application/json")))
                    .Dispose();
            }
        }
    }

    private static async Task StreamAsync(TestFleet fleet, HttpContent body)
    {
        try
        {
            (await SendAsync(fleet, "/v1/completions", Token, body)).Dispose();
        }
        catch (HttpRequestException)
        {
            // A stream whose engine gives up breaks.
        }
    }

    private static async Task<HttpResponseMessage> SendAsync(
        TestFleet fleet, string path, string? shown, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = body };
        request.Headers.TryAddWithoutValidation("X-Anything", HeaderValue);
        request.Headers.TryAddWithoutValidation("traceparent", HeaderValue);
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", $"{HeaderValue} {HeaderValue}");
        if (shown is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", shown);
        using var client = new HttpClient { BaseAddress = fleet.Url };
        return await client.SendAsync(request);
    }

    private static async Task<HostProcess> StartWithoutDatabaseAsync()
    {
        HostProcess process = HostProcess.Start(
            "orchestratord",
            ["--addr=127.0.0.1:0", "--storage=postgres"],
            new Dictionary<string, string?>
            {
                ["ORCHD_POSTGRES_URL"] = $"postgres://fleet:{DatabasePassword}@127.0.0.1:1/tasks",
            });
        Assert.NotEqual(0, await process.ExitCodeAsync());
        return process;
    }

    // Prompts of tasks that have not ended are in the database so that they survive; their pages may outlive them.
    private static string[] ExceptionsOf(string file) =>
        Path.GetFileName(file).Contains(".db", StringComparison.Ordinal) ? [Prompt] : OperatorsOwn(file);

    // This one the test itself has written, as an operator might.
    private static string[] OperatorsOwn(string file) =>
        file.EndsWith("/handoff/pool-c.json", StringComparison.Ordinal) ? [EnginePassword] : [];

    /// <summary>Everybody on the machine sees the arguments; the engine has no use for any secret.</summary>
    private static void HasNoSecretInItsProcesses(HostProcess daemon)
    {
        HasNoSecret($"arguments of process {daemon.Id}", File.ReadAllText($"/proc/{daemon.Id}/cmdline"));
        foreach (int child in daemon.ChildIds())
        {
            HasNoSecret($"arguments of engine {child}", File.ReadAllText($"/proc/{child}/cmdline"));
            HasNoSecret($"environment of engine {child}", File.ReadAllText($"/proc/{child}/environ"));
        }
    }

    private static Uri WithPassword(Uri engine) =>
        new UriBuilder(engine) { UserName = "engine", Password = EnginePassword }.Uri;

    private static void WriteHandoff(string nodeData, string poolId, Uri engine)
    {
        string handoff = Directory.CreateDirectory(Path.Combine(nodeData, "handoff")).FullName;
        File.WriteAllText(
            Path.Combine(handoff, $"{poolId}.json"),
            JsonSerializer.Serialize(
                new HandoffFile { PoolId = new PoolId(poolId), Engine = "openai", Url = engine },
                ContractsJsonContext.Default.HandoffFile));
    }

    private static void HasNoSecret(string where, string text, params string[] except)
    {
        string[] all =
            [Token, Key, WrongToken, Prompt, HeaderValue, EnginePassword, DatabasePassword, Answer];
        foreach (string secret in all.Except(except))
        {
            int at = text.IndexOf(secret, StringComparison.Ordinal);
            Assert.True(at < 0, at < 0 ? null : $"{where}: {text[Math.Max(0, at - 200)..(at + secret.Length)]}");
        }
    }

    private static string KeyFile(TemporaryDirectory folder)
    {
        string file = folder.File("keys.json");
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        File.WriteAllText(file, $$"""{"keys":[{"name":"client","sha256":"{{hash}}","role":"client"}]}""");
        return file;
    }
}
