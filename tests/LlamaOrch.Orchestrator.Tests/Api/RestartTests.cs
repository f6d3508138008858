using System.Text;
using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class RestartTests : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private FakeNode node = null!;
    private ControlPlane plane = null!;

    public async ValueTask InitializeAsync()
    {
        node = await FakeNode.StartAsync("n1", "m", 1);
        plane = await ControlPlane.StartAsync(("data_dir", data.Path));
        await plane.JoinAsync(node);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        await node.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task Tasks_that_waited_or_had_no_token_yet_run_again_in_their_old_order()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        foreach (string id in (string[])["t0", "t1", "t2", "t3", "t4"])
            await SubmitAsync(id);
        await SubmitAsync("b0", "batch");
        await Eventually.HoldsAsync("the first is dispatched", () => node.Dispatches.Count == 1);

        await RestartAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        // Those of before come first.
        Assert.Equal(
            ["queued", "queued"], [await plane.TaskStateAsync("t0"), await plane.TaskStateAsync("b0")]);
        await plane.JoinAsync(node);
        await plane.TaskIsAsync("b0", "completed");

        Assert.Equal(["t0", "t0", "t1", "t2", "t3", "t4", "b0"], node.Dispatches.Select(PromptOf));
        Assert.Equal("completed", await plane.TaskStateAsync("t4"));
    }

    [Fact]
    public async Task A_second_restart_keeps_the_order_with_those_that_came_in_between()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await SubmitAsync("t0");
        await SubmitAsync("t1");
        await RestartAsync();
        await plane.JoinAsync(node);
        await SubmitAsync("t2");
        await RestartAsync();
        int before = node.Dispatches.Count;
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);

        await plane.JoinAsync(node);
        await plane.TaskIsAsync("t2", "completed");

        Assert.Equal(["t0", "t1", "t2"], node.Dispatches.Skip(before).Select(PromptOf));
    }

    [Fact]
    public async Task A_task_whose_tokens_were_seen_fails_and_may_be_sent_again()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        await SubmitAsync("t");
        using (HttpResponseMessage response = await plane.EventsAsync("t"))
        {
            await foreach (StreamEvent happened in ServerSentEvents.ReadAsync(response))
            {
                if (happened.Type == "token")
                    break;
            }
        }

        await RestartAsync();

        Answer view = await plane.GetAsync("/v2/tasks/t");
        Assert.Equal("failed", view.Json.GetProperty("state").GetString());
        JsonElement error = view.Json.GetProperty("error");
        Assert.Equal("WORKER_RESET", error.GetProperty("code").GetString());
        Assert.True(error.GetProperty("retriable").GetBoolean());
        Assert.Equal(["error"], (await EventsAsync("t", "3")).Select(e => e.Type));
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task An_ended_task_answers_as_before_and_has_its_last_event()
    {
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await SubmitAsync("t");
        await plane.TaskIsAsync("t", "completed");
        string view = string.Empty;
        await Eventually.HoldsAsync("its record is written", async () =>
        {
            view = (await plane.GetAsync("/v2/tasks/t")).Text;
            return view.Contains("artifact_id", StringComparison.Ordinal);
        });
        List<StreamEvent> all = [.. await EventsAsync("t")];
        StreamEvent last = all[^1];

        await RestartAsync();
        await plane.JoinAsync(node);

        Assert.Equal(view, (await plane.GetAsync("/v2/tasks/t")).Text);
        Assert.Equal("t", Assert.Single((await plane.GetAsync("/v2/tasks")).Json.EnumerateArray())
            .GetProperty("task_id").GetString());
        Assert.Equal(all, await EventsAsync("t"));
        Assert.Equal([last], await EventsAsync("t", all[^2].Id));
        JsonElement result = (await plane.GetAsync("/v2/tasks/t/result")).Json;
        Assert.Equal("x", result.GetProperty("text").GetString());
        Assert.Equal("completed", result.GetProperty("state").GetString());
        using (HttpResponseMessage nothingMore = await plane.EventsAsync("t", last.Id))
            Assert.Equal(204, (int)nothingMore.StatusCode);
        Assert.Equal("completed", (await plane.CancelAsync("t")).Json.GetProperty("state").GetString());
        await SubmitAsync("t");
        using HttpResponseMessage other = await PostAsync("t", "batch");
        Assert.Equal("CONFLICT", (await Answer.OfAsync(other)).Code);
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task Where_no_answer_may_be_on_disk_only_the_end_is_left_after_a_restart()
    {
        await plane.DisposeAsync();
        await StartKeepingNothingAsync();
        await plane.JoinAsync(node);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await SubmitAsync("t");
        await plane.TaskIsAsync("t", "completed");
        Assert.Equal("x", (await plane.GetAsync("/v2/tasks/t/result")).Json.GetProperty("text").GetString());

        await plane.DisposeAsync();
        await StartKeepingNothingAsync();

        Assert.Equal(["end"], (await EventsAsync("t")).Select(e => e.Type));
        Assert.Equal(404, (await plane.GetAsync("/v2/tasks/t/result")).Status);

        async Task StartKeepingNothingAsync() =>
            plane = await ControlPlane.StartAsync(("data_dir", data.Path), ("task_result_bytes_max", 0));
    }

    [Fact]
    public async Task A_task_without_an_end_has_no_result_yet()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await SubmitAsync("t");

        Answer answer = await plane.GetAsync("/v2/tasks/t/result");

        Assert.Equal(409, answer.Status);
        Assert.Equal(404, (await plane.GetAsync("/v2/tasks/none/result")).Status);
    }

    [Fact]
    public async Task A_reader_of_before_gets_all_of_the_new_run_under_ids_that_go_on()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await SubmitAsync("first");
        await SubmitAsync("t");
        using (HttpResponseMessage response = await plane.EventsAsync("t"))
        {
            await using IAsyncEnumerator<StreamEvent> events =
                ServerSentEvents.ReadAsync(response).GetAsyncEnumerator();
            Assert.True(await events.MoveNextAsync());
            Assert.Equal(("metrics", null), (events.Current.Type, events.Current.Id));
            await RestartAsync();
            // The stream ends without an end of the task, or breaks with its connection: the reader comes back.
            try
            {
                Assert.False(await events.MoveNextAsync());
            }
            catch (IOException)
            {
            }
        }

        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await plane.JoinAsync(node);
        StreamEvent[] again = [.. (await EventsAsync("t", "1")).Where(e => e.Id is not null)];

        Assert.Equal(["started", "metrics", "token", "end"], again.Select(e => e.Type));
        Assert.All(again, e => Assert.True(long.Parse(e.Id!) > 1_000_000));
        Assert.Equal(again.Skip(2), await EventsAsync("t", again[1].Id));
    }

    private async Task RestartAsync()
    {
        await plane.DisposeAsync();
        plane = await ControlPlane.StartAsync(("data_dir", data.Path));
    }

    private async Task SubmitAsync(string id, string priority = "interactive")
    {
        using HttpResponseMessage response = await PostAsync(id, priority);
        Assert.Equal(202, (int)response.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string id, string priority) => plane.PostAsync(
        "/v2/tasks", JsonSerializer.Serialize(new { task_id = id, model = "m", prompt = id, priority }));

    private async Task<IReadOnlyList<StreamEvent>> EventsAsync(string task, string? lastEventId = null)
    {
        using HttpResponseMessage response = await plane.EventsAsync(task, lastEventId);
        return await ServerSentEvents.ReadAllAsync(response);
    }

    private static string PromptOf(Scenes.Dispatch dispatch) =>
        JsonDocument.Parse(Encoding.UTF8.GetString(dispatch.Body)).RootElement.GetProperty("prompt").GetString()!;
}
