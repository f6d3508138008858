using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class QuotaTests
{
    [Fact]
    public async Task Requests_and_tasks_at_a_time_are_limited_together_and_each_end_makes_room()
    {
        await using ControlPlane plane = await StartAsync(Key() with { TasksMax = 2 });
        await using FakeNode node = await JoinAsync(plane);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        using var leaving = new CancellationTokenSource();
        Task chat = plane.ChatAsync("m", stream: true, leaving.Token);
        await Eventually.HoldsAsync("the chat at the node", () => node.Dispatches.Count == 1);
        string task = await plane.SubmitAsync("m");

        using HttpResponseMessage third = await plane.ChatAsync("m");
        using HttpResponseMessage fourth = await plane.PostAsync("/v2/tasks", Body.Task("m"));
        Assert.Equal((429, 429), ((int)third.StatusCode, (int)fourth.StatusCode));
        Assert.Equal("QUOTA_EXCEEDED", (await Answer.OfAsync(fourth)).Code);

        await plane.CancelAsync(task);
        await plane.CancelAsync(await plane.SubmitAsync("m"));
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => chat);
        await Eventually.HoldsAsync("room for two", async () =>
        {
            using HttpResponseMessage one = await plane.PostAsync("/v2/tasks", Body.Task("m"));
            return one.IsSuccessStatusCode;
        });
    }

    [Fact]
    public async Task Tokens_of_a_day_are_counted_over_both_planes()
    {
        await using ControlPlane plane = await StartAsync(Key() with { TokensPerDay = 6 });
        await using FakeNode node = await JoinAsync(plane);
        (await plane.ChatAsync("m")).Dispose();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("Hello"), NodeAnswers.End);
        await plane.TaskIsAsync(await plane.SubmitAsync("m"), "completed");

        using HttpResponseMessage refused = await plane.ChatAsync("m");

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task The_same_task_sent_again_counts_once()
    {
        await using ControlPlane plane = await StartAsync(Key() with { TasksMax = 2 });
        await using FakeNode node = await JoinAsync(plane);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        for (int count = 0; count < 5; count++)
            await plane.SubmitAsync("m", "same");

        Assert.NotEqual("same", await plane.SubmitAsync("m"));
    }

    [Fact]
    public async Task Requests_a_minute_are_limited_and_the_answer_says_when_to_come_back()
    {
        await using ControlPlane plane = await StartAsync(Key() with { RequestsPerMinute = 3 });
        for (int count = 0; count < 3; count++)
        {
            using HttpResponseMessage unknown = await plane.ChatAsync("m");
            Assert.Equal(404, (int)unknown.StatusCode);
        }

        using HttpResponseMessage refused = await plane.ChatAsync("m");

        Assert.Equal(429, (int)refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Task_whose_taking_fails_by_a_defect_costs_neither_quota_nor_turn_nor_slot()
    {
        FaultyJournal journal = null!;
        ControlPlane plane = await ControlPlane.StartWithAsync(
            ApiTokens.Parse("token", Key() with { TasksMax = 1 }), whole => journal = new FaultyJournal(whole));
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "caller");
        await using FakeNode node = await JoinAsync(plane);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        const string turn = """{"model":"m","prompt":"x","session_id":"s"}""";

        journal.IsDefective = true;
        // More than the node has slots.
        for (int attempt = 0; attempt < 6; attempt++)
        {
            using HttpResponseMessage failed = await plane.PostAsync("/v2/tasks", turn);
            Assert.Equal(500, (int)failed.StatusCode);
        }

        journal.IsDefective = false;
        using HttpResponseMessage taken = await plane.PostAsync("/v2/tasks", turn);
        Assert.Equal(202, (int)taken.StatusCode);
        await plane.TaskIsAsync(
            (await Answer.OfAsync(taken)).Json.GetProperty("task_id").GetString()!, "completed");
        Assert.Equal(1, (await plane.GetAsync("/v2/sessions/s")).Json.GetProperty("turns").GetInt32());
        InvalidOperationException logged = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await plane.DisposeAsync());
        Assert.Contains(FaultyJournal.Defect, logged.Message, StringComparison.Ordinal);
    }

    private static ApiKey Key() => new()
    {
        Name = "caller",
        Hash = SHA256.HashData(Encoding.UTF8.GetBytes("caller")),
        Role = ApiRole.Client,
    };

    private static async Task<ControlPlane> StartAsync(ApiKey key)
    {
        ControlPlane plane = await ControlPlane.StartAsync(ApiTokens.Parse("token", key));
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "caller");
        return plane;
    }

    private static async Task<FakeNode> JoinAsync(ControlPlane plane)
    {
        FakeNode node = await FakeNode.StartAsync("n", "m", 4);
        using var asNode = new HttpClient { BaseAddress = plane.Url };
        asNode.DefaultRequestHeaders.Authorization = new("Bearer", "token");
        await node.RegisterAsync(asNode);
        await plane.PoolIsAsync(node.Pool, available: true);
        return node;
    }
}
