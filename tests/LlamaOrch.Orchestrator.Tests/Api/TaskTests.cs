using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class TaskTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task A_task_tells_its_story_from_started_to_end()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(
            context,
            NodeAnswers.Token("Once "),
            NodeAnswers.Token("upon "),
            NodeAnswers.Token("ä time"),
            NodeAnswers.End);

        string task = await plane.SubmitAsync(node.Model);
        using HttpResponseMessage response = await plane.EventsAsync(task);
        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadAllAsync(response);

        Assert.Equal(["started", "metrics", "token", "token", "token", "end"], events.Select(e => e.Type));
        Assert.Equal(Enumerable.Range(1, 6).Select(id => $"{id}"), events.Select(e => e.Id));
        Assert.Equal(0, events[0].Field("queue_position").GetInt32());
        Assert.True(events[1].Field("first_token_ms").GetInt64() >= 0);
        Assert.Equal("Once upon ä time", string.Concat(events.Skip(2).Take(3).Select(e => e.Field("t").GetString())));
        Assert.Equal([0, 1, 2], events.Skip(2).Take(3).Select(e => e.Field("i").GetInt32()));
        Assert.Equal((3, 7), (events[5].Field("tokens_out").GetInt32(), events[5].Field("tokens_in").GetInt32()));
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal("completed", view.Json.GetProperty("state").GetString());
        Assert.Equal(node.Pool, view.Json.GetProperty("pool_id").GetString());
        Assert.Equal(3, view.Json.GetProperty("tokens_out").GetInt32());
    }

    [Fact]
    public async Task The_same_id_with_the_same_body_is_the_same_task_and_with_another_a_conflict()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string id = $"mine-{node.NodeId}";

        await plane.SubmitAsync(node.Model, id);
        Assert.Equal(id, await plane.SubmitAsync(node.Model, id));
        using HttpResponseMessage other = await plane.PostAsync("/v2/tasks", Body.Task(node.Model, id, "batch"));
        Assert.Equal("CONFLICT", (await Answer.OfAsync(other)).Code);

        await stream.Began;
        stream.End();
        await plane.TaskIsAsync(id, "completed");
        Assert.Equal(id, await plane.SubmitAsync(node.Model, id));
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task A_canceled_task_gives_no_token_after_the_answer_to_the_cancel_and_stops_its_engine()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "streaming");

        Answer canceled = await plane.CancelAsync(task);
        stream.PushToken("two");

        Assert.Equal("canceled", canceled.Json.GetProperty("state").GetString());
        await Eventually.HoldsAsync("the node sees the end", () => node.Dispatches[0].WasAborted);
        using HttpResponseMessage response = await plane.EventsAsync(task);
        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadAllAsync(response);
        Assert.Equal("end", events[^1].Type);
        Assert.Equal("canceled", events[^1].Field("state").GetString());
        Assert.DoesNotContain(events, e => e.Data.Contains("two", StringComparison.Ordinal));
        await plane.MetricIsAsync(1, "tasks_canceled_total", ("pool_id", node.Pool), ("reason", "client"));
    }

    [Fact]
    public async Task A_task_canceled_before_its_first_token_frees_its_slot()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string task = await plane.SubmitAsync(node.Model);
        await Eventually.HoldsAsync("the node has it", () => node.Dispatches.Count == 1);

        Assert.Equal("canceled", (await plane.CancelAsync(task)).Json.GetProperty("state").GetString());

        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        await plane.TaskIsAsync(await plane.SubmitAsync(node.Model), "completed");
    }

    [Fact]
    public async Task A_task_canceled_in_the_queue_never_reaches_a_node()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        await plane.SubmitAsync(node.Model);
        string waiting = await plane.SubmitAsync(node.Model);
        await plane.MetricIsAsync(1, "queue_depth", ("model_id", node.Model));

        await plane.CancelAsync(waiting);

        await plane.MetricIsAsync(0, "queue_depth", ("model_id", node.Model));
        await stream.Began;
        stream.End();
        Assert.Single(node.Dispatches);
        Assert.Equal("canceled", await plane.TaskStateAsync(waiting));
        Assert.Equal("canceled", (await plane.CancelAsync(waiting)).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_cancel_after_the_end_changes_nothing()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "completed");

        Assert.Equal("completed", (await plane.CancelAsync(task)).Json.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Events_resume_after_the_last_one_seen()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) =>
            NodeAnswers.StreamAsync(context, NodeAnswers.Token("a"), NodeAnswers.Token("b"), NodeAnswers.End);
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "completed");

        using HttpResponseMessage response = await plane.EventsAsync(task, "3");
        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadAllAsync(response);

        Assert.Equal(["4", "5"], events.Select(e => e.Id));
        Assert.Equal(["token", "end"], events.Select(e => e.Type));
    }

    [Theory]
    [InlineData("x", 400)]
    [InlineData("-1", 400)]
    [InlineData("99", 400)]
    [InlineData("3", 204)]
    [InlineData("0", 200)]
    public async Task A_last_event_id_that_is_none_is_refused_and_the_very_last_one_has_nothing_more(
        string id, int status)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "completed");

        using HttpResponseMessage response = await plane.EventsAsync(task, id);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task A_task_whose_engine_goes_away_ends_with_one_error_event()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "streaming");

        node.Reset();

        using HttpResponseMessage response = await plane.EventsAsync(task);
        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadAllAsync(response);
        StreamEvent error = Assert.Single(events, e => e.Type == "error");
        Assert.Same(error, events[^1]);
        Assert.Equal("WORKER_RESET", error.Field("code").GetString());
        Assert.True(error.Field("retriable").GetBoolean());
        Assert.Equal("failed", await plane.TaskStateAsync(task));
    }

    [Theory]
    [InlineData("data: {not json}\n\n", "POOL_UNAVAILABLE")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}\n\n", "POOL_UNAVAILABLE")]
    [InlineData("", "POOL_UNAVAILABLE")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\"}]}\n\ndata: {not json}\n\n", "WORKER_RESET")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\"}]}\n\ndata: {\"error\":{\"message\":\"no\"}}\n\n", "WORKER_RESET")]
    [InlineData("data: {\"choices\":[{\"text\":\"a\"}]}\n\n", "WORKER_RESET")]
    public async Task A_task_whose_engine_answers_nonsense_fails(string answer, string code)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, answer);

        string task = await plane.SubmitAsync(node.Model);

        await plane.TaskIsAsync(task, "failed");
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal(code, view.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_engines_refusal_is_the_tasks_error_in_the_engines_words()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) =>
            NodeAnswers.BytesAsync(context, "{\"error\":{\"message\":\"no such grammar\"}}"u8.ToArray(), 400);

        string task = await plane.SubmitAsync(node.Model);

        await plane.TaskIsAsync(task, "failed");
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal("no such grammar", view.Json.GetProperty("error").GetProperty("message").GetString());
        Assert.Equal("INVALID_PARAMS", view.Json.GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("/v2/tasks/none")]
    [InlineData("/v2/tasks/none/events")]
    public async Task A_task_that_is_not_known_is_a_404(string path) =>
        Assert.Equal("NOT_FOUND", (await plane.GetAsync(path)).Code);

    [Fact]
    public async Task Ended_tasks_are_kept_up_to_the_limit_and_their_ids_are_free_again()
    {
        await using ControlPlane small = await ControlPlane.StartAsync(("tasks_kept", 1));
        await using FakeNode node = await small.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        await small.SubmitAsync("m", "a");
        await small.TaskIsAsync("a", "completed");
        await small.SubmitAsync("m", "b");
        await small.TaskIsAsync("b", "completed");

        Assert.Equal(404, (await small.GetAsync("/v2/tasks/a")).Status);
        Assert.Equal("b", Assert.Single(
            (await small.GetAsync("/v2/tasks")).Json.EnumerateArray()).GetProperty("task_id").GetString());
        await small.SubmitAsync("m", "a", "batch");
        await small.TaskIsAsync("a", "completed");
        Assert.Equal(3, node.Dispatches.Count);
    }
}
