using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Logs;

/// <summary>What is logged is changed while both daemons run, and what they log follows.</summary>
[Trait("lane", "cluster")]
public sealed class LogSettingsTests : IAsyncLifetime
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Token = "token-of-the-fleet";
    private const string Info = """{"level":"info"}""";
    private const string Debug = """{"level":"debug"}""";

    // What each daemon tells of a request on its way, and at its end.
    private static readonly string[] Steps =
        ["request_admitted", "request_placed", "request_dispatched", "infer_taken"];

    private static readonly string[] Ends = ["request_completed", "infer_completed"];

    private readonly TemporaryDirectory folder = new();
    private FakeEngine engine = null!;
    private TestFleet fleet = null!;
    private HostProcess[] daemons = [];
    private Uri[] urls = [];

    private string SettingsFile => folder.File("logging.json");

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        WriteSettings(Info);
        fleet = await TestFleet.StartAsync(
            new Dictionary<string, string?> { ["LLORCH_LOG_CONFIG"] = SettingsFile }, Token);
        daemons = [fleet.ControlPlane, fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url))];
        urls = [fleet.Url, await daemons[1].ListeningUrlAsync()];
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_lower_level_shows_the_steps_of_the_next_request_and_is_taken_back()
    {
        await AskAsync("before");
        await PutAsync(Debug);
        await AskAsync("loud");
        await PutAsync("{}");
        await AskAsync("after");

        await AreLoggedAsync("loud", [.. Steps, .. Ends]);
        await AreLoggedAsync("after", Ends);
        foreach (string quiet in (string[])["before", "after"])
            Assert.Empty(EventsOf(quiet).Intersect(Steps));
        Assert.Equal(2, Lines("log_settings_changed").Count(line => line.Text.Contains("debug", Ordinal)));
    }

    [Fact]
    public async Task A_share_of_nothing_leaves_what_failed()
    {
        await PutAsync("""{"sampling":0}""");
        await AskAsync("unseen");
        engine.Behavior = engine.Behavior with { Fault = EngineFault.BadRequest };
        await AskAsync("failed", HttpStatusCode.BadRequest);
        engine.Behavior = engine.Behavior with { Fault = EngineFault.None };
        await PutAsync("""{"sampling":1}""");
        await AskAsync("seen");

        await AreLoggedAsync("failed", ["request_failed", "infer_failed"]);
        await AreLoggedAsync("seen", Ends);
        Assert.Empty(EventsOf("unseen"));
    }

    [Fact]
    public async Task A_changed_file_is_taken_and_one_that_is_not_valid_is_told_and_changes_nothing()
    {
        WriteSettings(Debug);
        await TellAsync("log_settings_taken", "debug");
        await AskAsync("loud");
        await AreLoggedAsync("loud", [.. Steps, .. Ends]);

        foreach ((string broken, string said) in ((string, string)[])
            [
                ("""{"level":"deafening"}""", "'deafening' must be one of trace, debug"),
                ("""{"sampling":7}""", "7 must be a number from 0 to 1"),
                ("""{"volume":"full"}""", "volume: is unknown; there are level, levels and sampling"),
                ("{\"level\":", "is not JSON"),
            ])
        {
            WriteSettings(broken);
            await TellAsync("log_settings_kept", said);
            Assert.All(Lines("log_settings_kept"), line => Assert.Contains(SettingsFile, line["human"], Ordinal));
        }

        await AskAsync("loud-as-before");
        await AreLoggedAsync("loud-as-before", [.. Steps, .. Ends]);
        WriteSettings(Info);
        await TellAsync("log_settings_taken", "information");
        await AskAsync("quiet");
        await AreLoggedAsync("quiet", Ends);
        Assert.Empty(EventsOf("quiet").Intersect(Steps));
    }

    [Fact]
    public async Task A_change_that_is_wrong_or_not_allowed_is_refused_by_its_reason_and_changes_nothing()
    {
        foreach (Uri daemon in urls)
        {
            string before = await fleet.Http.GetStringAsync(RouteOf(daemon));
            foreach ((string body, string said) in ((string, string)[])
                [
                    ("""{"level":"loud"}""", "'loud' must be one of trace, debug, info"),
                    ("""{"levels":{"LlamaOrch":"loud"}}""", "'loud' of LlamaOrch must be one of"),
                    ("""{"levels":"debug"}""", "must be an object of categories and levels"),
                    ("""{"sampling":"all"}""", "must be a number from 0 to 1"),
                    ("""{"sampling":-0.1}""", "-0.1 must be a number from 0 to 1"),
                    ("""{"level":"debug","volume":1}""", "volume: is unknown"),
                    ("[]", "must be an object"),
                    ("{", "JSON"),
                ])
                await IsRefusedAsync(daemon, body, Token, HttpStatusCode.BadRequest, "INVALID_PARAMS", said);

            await IsRefusedAsync(daemon, Debug, null, HttpStatusCode.Unauthorized, "MISSING_TOKEN", "token");
            await IsRefusedAsync(daemon, Debug, "wrong", HttpStatusCode.Unauthorized, "BAD_TOKEN", "token");
            Assert.Equal(before, await fleet.Http.GetStringAsync(RouteOf(daemon)));
        }

        Assert.Empty(Lines("log_settings_changed"));
        // Nobody's mistake is a defect of ours.
        Assert.Empty(Lines("request_defect"));
    }

    private static Uri RouteOf(Uri daemon) => new(daemon, "/v2/meta/logging");

    private void WriteSettings(string text)
    {
        string draft = SettingsFile + ".draft";
        File.WriteAllText(draft, text);
        File.Move(draft, SettingsFile, overwrite: true);
    }

    private async Task PutAsync(string body)
    {
        foreach (Uri daemon in urls)
        {
            using HttpResponseMessage answer = await SendAsync(daemon, body, Token);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static async Task IsRefusedAsync(
        Uri daemon, string body, string? token, HttpStatusCode status, string code, string said)
    {
        using HttpResponseMessage answer = await SendAsync(daemon, body, token);
        string text = await answer.Content.ReadAsStringAsync();

        Assert.True(status == answer.StatusCode, $"{daemon} answers {answer.StatusCode} to {body}: {text}");
        JsonElement error = JsonSerializer.Deserialize<JsonElement>(text);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Contains(said, error.GetProperty("message").GetString(), Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(Uri daemon, string body, string? token)
    {
        using var http = new HttpClient();
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.PutAsync(RouteOf(daemon), new StringContent(body, Encoding.UTF8, "application/json"));
    }

    private async Task AskAsync(string id, HttpStatusCode status = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model = engine.Behavior.ModelId,
                messages = new[] { new { role = "user", content = "Hello" } },
            }),
            Headers = { { "X-Correlation-Id", id } },
        };
        using HttpResponseMessage answer = await fleet.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode}: {text}");
    }

    private IEnumerable<LoggedLine> Lines(string happened) =>
        daemons.SelectMany(LoggedLine.Of).Where(line => line.Event == happened);

    private string[] EventsOf(string id) =>
        [.. daemons.SelectMany(LoggedLine.Of).Where(line => line.CorrelationId == id).Select(line => line.Event!)];

    private Task AreLoggedAsync(string id, string[] events) => Eventually.HoldsAsync(
        $"{string.Join(", ", events)} of {id}", () => !events.Except(EventsOf(id)).Any());

    /// <summary>Both daemons tell an event with these words.</summary>
    private Task TellAsync(string happened, string words) => Eventually.HoldsAsync(
        $"{happened} with '{words}'",
        () => daemons.All(daemon => LoggedLine.Of(daemon).Any(line =>
            line.Event == happened && $"{line["human"]} {line["fields"]}".Contains(words, Ordinal))));
}
