using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Json;
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
    private static readonly string[] Happenings =
        ["token_refused", "request_rejected", "request_failed", "request_completed"];

    private const string Answer = "planted-words-of-an-answer";

    [Fact]
    public async Task Nothing_that_the_fleet_writes_has_a_secret()
    {
        using var folder = new TemporaryDirectory();
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { Tokens = [Answer, " and more"] });
        await using TestFleet fleet = await TestFleet.StartAsync(
            new Dictionary<string, string?>
            {
                ["LLORCH_LOG_LEVEL"] = "trace",
                ["LLORCH_API_KEYS_FILE"] = KeyFile(folder),
            },
            Token,
            // The engine goes away: what waits for it must not wait long.
            "--queue_wait_max_ms=2000");
        HostProcess real = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        // An engine is not attached by credentials, and says so without telling them.
        HostProcess attached = fleet.StartNode(
            "node-b",
            TestPool.Attached("pool-b", engine.Url),
            TestPool.Attached(
                "pool-c", new UriBuilder(engine.Url) { UserName = "engine", Password = EnginePassword }.Uri));
        await fleet.PoolsReadyAsync(2);

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
        foreach (HostProcess process in (HostProcess[])[fleet.ControlPlane, real, attached, without])
        {
            Assert.NotEmpty(process.Output + process.Errors);
            HasNoSecret($"process {process.Id}", process.Output + process.Errors);
        }

        // Some of their files let nobody else in while they run.
        foreach (HostProcess process in (HostProcess[])[fleet.ControlPlane, real, attached])
        {
            process.Kill();
            await process.ExitCodeAsync();
        }

        foreach (string file in Directory.GetFiles(fleet.DataFolder, "*", SearchOption.AllDirectories))
            HasNoSecret(file, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), ExceptionsOf(file));
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
        Path.GetFileName(file).Contains(".db", StringComparison.Ordinal) ? [Prompt] : EngineOf(file);

    // A handoff file says how the engine is reached, and only its owner reads it.
    private static string[] EngineOf(string file) =>
        file.Contains("/handoff/", StringComparison.Ordinal) ? [EnginePassword] : [];

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
