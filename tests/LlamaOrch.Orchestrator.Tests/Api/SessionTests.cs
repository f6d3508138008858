using System.Globalization;
using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class SessionTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task Turns_are_limited_and_the_session_tells_how_many_there_were()
    {
        await using FakeNode node = await AnsweringNodeAsync();
        const string two = """{"turns_max":2}""";
        await TurnAsync(node, "limited", two);
        await TurnAsync(node, "limited", two);

        Answer third = await SubmitAsync(node, "limited", two);

        Assert.Equal((429, "QUOTA_EXCEEDED"), (third.Status, third.Code));
        Assert.Equal("session_id", third.Json.GetProperty("field").GetString());
        JsonElement session = (await plane.GetAsync("/v2/sessions/limited")).Json;
        Assert.Equal((2, 2), (session.GetProperty("turns").GetInt32(), session.GetProperty("turns_max").GetInt32()));
        Assert.Equal(node.Pool, session.GetProperty("pool_id").GetString());
        Assert.True(session.TryGetProperty("expires_at", out _));
    }

    [Fact]
    public async Task A_budget_limits_the_answer_and_is_settled_by_what_was_generated()
    {
        await using FakeNode node = await AnsweringNodeAsync();

        await TurnAsync(node, "thrifty", """{"budget":{"tokens":100}}""");

        using JsonDocument sent = JsonDocument.Parse(Assert.Single(node.Dispatches).Body);
        Assert.Equal(100, sent.RootElement.GetProperty("max_tokens").GetInt32());
        // The fake node's engine states three tokens.
        await SessionIsAsync("thrifty", session => Tokens(session, "spent") == 3 && Tokens(session, "remaining") == 97);
        Assert.Empty((await plane.GetAsync("/v2/sessions/thrifty")).Json.GetProperty("running_tasks").EnumerateArray());
    }

    [Fact]
    public async Task Turns_at_the_same_time_do_not_overspend()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);

        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            SubmitAsync(node, "crowd", """{"turns_max":100,"budget":{"tokens":100}}""", maxTokens: 10)));

        Assert.Equal(10, answers.Count(answer => answer.Status == 202));
        Assert.All(
            answers.Where(answer => answer.Status != 202),
            answer => Assert.Equal("budget.tokens", answer.Json.GetProperty("field").GetString()));
        await SessionIsAsync("crowd", session => Tokens(session, "reserved") == 100);
        foreach (Answer taken in answers.Where(answer => answer.Status == 202))
            await plane.CancelAsync(taken.Json.GetProperty("task_id").GetString()!);
        await SessionIsAsync("crowd", session => Tokens(session, "remaining") == 100);
    }

    [Fact]
    public async Task The_same_task_again_is_the_same_turn()
    {
        await using FakeNode node = await AnsweringNodeAsync();
        const string once = """{"turns_max":1}""";
        await TurnAsync(node, "once", once, id: "once-1");

        Answer again = await SubmitAsync(node, "once", once, id: "once-1");

        Assert.Equal(202, again.Status);
        Assert.Equal(1, (await plane.GetAsync("/v2/sessions/once")).Json.GetProperty("turns").GetInt32());
    }

    [Fact]
    public async Task A_turn_that_admission_refuses_is_given_back()
    {
        Answer refused = await SubmitAsync("nobody-serves-this", "given-back", null);

        Assert.Equal((404, "MODEL_NOT_AVAILABLE"), (refused.Status, refused.Code));
        Answer session = await plane.GetAsync("/v2/sessions/given-back");
        Assert.Equal(0, session.Status == 404 ? 0 : session.Json.GetProperty("turns").GetInt32());
    }

    [Fact]
    public async Task Time_of_a_session_cuts_a_turn_that_does_not_end()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = async (_, context) =>
        {
            await NodeAnswers.StreamAsync(context, NodeAnswers.Token("a"));
            await NodeAnswers.HangAsync(context);
        };

        Answer taken = await SubmitAsync(node, "hasty", """{"budget":{"time_ms":2000}}""");

        string task = taken.Json.GetProperty("task_id").GetString()!;
        await plane.TaskIsAsync(task, "failed");
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal("DECODE_TIMEOUT", view.Json.GetProperty("error").GetProperty("code").GetString());
        await Eventually.HoldsAsync("the engine to be left", () => node.Dispatches is [{ WasAborted: true }]);
    }

    [Fact]
    public async Task A_session_is_deleted_when_nothing_of_it_runs()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        Answer taken = await SubmitAsync(node, "deleted", null);

        using HttpResponseMessage early = await DeleteAsync("deleted");
        Assert.Equal(409, (int)early.StatusCode);
        await plane.CancelAsync(taken.Json.GetProperty("task_id").GetString()!);
        await SessionIsAsync("deleted", session => session.GetProperty("running_tasks").GetArrayLength() == 0);

        using HttpResponseMessage late = await DeleteAsync("deleted");
        Assert.Equal(204, (int)late.StatusCode);
        Assert.Equal(404, (await plane.GetAsync("/v2/sessions/deleted")).Status);
        using HttpResponseMessage again = await DeleteAsync("deleted");
        Assert.Equal(404, (int)again.StatusCode);
    }

    [Fact]
    public async Task Other_settings_than_it_began_with_are_a_conflict()
    {
        await using FakeNode node = await AnsweringNodeAsync();
        await TurnAsync(node, "settled", """{"turns_max":5}""");

        Answer other = await SubmitAsync(node, "settled", """{"turns_max":6}""");
        Answer silent = await SubmitAsync(node, "settled", null);

        Assert.Equal((409, "CONFLICT"), (other.Status, other.Code));
        Assert.Equal("session", other.Json.GetProperty("field").GetString());
        Assert.Equal(202, silent.Status);
    }

    [Theory]
    [InlineData("""{"turns_max":0}""", "session.turns_max")]
    [InlineData("""{"ttl_ms":999}""", "session.ttl_ms")]
    [InlineData("""{"budget":{"tokens":0}}""", "session.budget.tokens")]
    [InlineData("""{"budget":{"time_ms":-1}}""", "session.budget.time_ms")]
    [InlineData("""{"budget":{"cost":0}}""", "session.budget.cost")]
    [InlineData("""{"budget":{"cost":1e300}}""", "session.budget.cost")]
    [InlineData("""{"budget":7}""", "session.budget")]
    public async Task What_is_wrong_with_its_settings_is_said_with_the_field(string settings, string field)
    {
        Answer answer = await SubmitAsync("m", "wrong", settings);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.Equal(field, answer.Json.GetProperty("field").GetString());
    }

    [Fact]
    public async Task Settings_without_a_session_are_refused()
    {
        Answer answer = await PostAsync(
            """{"model":"m","prompt":"x","session":{"turns_max":2}}""");

        Assert.Equal((400, "session"), (answer.Status, answer.Json.GetProperty("field").GetString()));
    }

    private async Task<FakeNode> AnsweringNodeAsync()
    {
        FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("Hello"), NodeAnswers.End);
        return node;
    }

    private async Task TurnAsync(FakeNode node, string session, string? settings, string? id = null)
    {
        Answer taken = await SubmitAsync(node, session, settings, id);
        Assert.Equal(202, taken.Status);
        await plane.TaskIsAsync(taken.Json.GetProperty("task_id").GetString()!, "completed");
    }

    private Task<Answer> SubmitAsync(
        FakeNode node, string session, string? settings, string? id = null, int? maxTokens = null) =>
        SubmitAsync(node.Model, session, settings, id, maxTokens);

    private Task<Answer> SubmitAsync(
        string model, string session, string? settings, string? id = null, int? maxTokens = null)
    {
        string task = id ?? $"t-{Guid.NewGuid():N}";
        string limit = maxTokens is int most
            ? string.Create(CultureInfo.InvariantCulture, $",\"max_tokens\":{most}")
            : string.Empty;
        string how = settings is null ? string.Empty : $",\"session\":{settings}";
        return PostAsync($$"""
            {"task_id":"{{task}}","model":"{{model}}","prompt":"Once","session_id":"{{session}}"{{limit}}{{how}}}
            """);
    }

    private async Task<Answer> PostAsync(string body)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", body);
        return await Answer.OfAsync(response);
    }

    private Task<HttpResponseMessage> DeleteAsync(string session) =>
        plane.Http.DeleteAsync(new Uri(plane.Url, $"/v2/sessions/{session}"));

    private Task SessionIsAsync(string session, Func<JsonElement, bool> condition) =>
        Eventually.HoldsAsync($"session {session}", async () =>
        {
            Answer answer = await plane.GetAsync($"/v2/sessions/{session}");
            return answer.Status == 200 && condition(answer.Json);
        });

    private static long Tokens(JsonElement session, string of) =>
        session.GetProperty(of).GetProperty("tokens").GetInt64();
}
