using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class StorageFailureTests : IAsyncLifetime
{
    private FaultyJournal journal = null!;
    private ControlPlane plane = null!;
    private FakeNode node = null!;

    public async ValueTask InitializeAsync()
    {
        plane = await ControlPlane.StartWithAsync(whole => journal = new FaultyJournal(whole));
        node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await plane.DisposeAsync();
    }

    [Fact]
    public async Task A_task_that_cannot_be_written_is_not_taken_and_leaves_nothing()
    {
        journal.IsFull = true;
        Answer refused = await SubmitAsync("t");
        Assert.Equal((503, "STORAGE_UNAVAILABLE"), (refused.Status, refused.Code));
        Assert.True(refused.Error.GetProperty("retriable").GetBoolean());

        Assert.Equal(404, (await plane.GetAsync("/v2/tasks/t")).Status);
        Assert.Equal(1, (await plane.ScrapeAsync()).Sum("tasks_rejected_total", ("reason", "STORAGE_UNAVAILABLE")));
        journal.IsFull = false;
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        // The one slot is free, and the id too.
        await plane.SubmitAsync("m", "t", "batch");
        await plane.TaskIsAsync("t", "completed");
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task A_task_that_cannot_be_written_gives_up_its_place_in_the_queue()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        await plane.SubmitAsync("m");
        await stream.Began;

        journal.IsFull = true;
        Assert.Equal(503, (await SubmitAsync("t")).Status);

        await plane.MetricIsAsync(0, "queue_depth", ("model_id", "m"));
        journal.IsFull = false;
    }

    [Fact]
    public async Task Tokens_and_the_end_are_seen_only_when_the_disk_has_them()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string task = await plane.SubmitAsync("m");
        await stream.Began;
        journal.IsFull = true;
        stream.PushToken("one");
        stream.End();
        using HttpResponseMessage response = await plane.EventsAsync(task);
        IAsyncEnumerator<StreamEvent> events = ServerSentEvents.ReadAsync(response).GetAsyncEnumerator();

        Assert.Equal("started", await NextAsync(events));
        Assert.Equal("metrics", await NextAsync(events));
        Task<string> next = NextAsync(events);
        await Eventually.HoldsAsync("the engine's answer is over", async () =>
            (await plane.ScrapeAsync()).Sum("latency_decode_ms_count") == 1);
        Assert.False(next.IsCompleted);
        Assert.Equal("streaming", await plane.TaskStateAsync(task));

        journal.IsFull = false;

        Assert.Equal("token", await next);
        Assert.Equal("end", await NextAsync(events));
        Assert.Equal("completed", await plane.TaskStateAsync(task));
    }

    [Fact]
    public async Task A_cancel_is_acknowledged_only_when_it_is_written_and_stops_the_work_at_once()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string task = await plane.SubmitAsync("m");
        await Eventually.HoldsAsync("the node has it", () => node.Dispatches.Count == 1);
        journal.IsFull = true;

        Answer uncertain = await plane.CancelAsync(task);

        Assert.Equal((503, "STORAGE_UNAVAILABLE"), (uncertain.Status, uncertain.Code));
        await Eventually.HoldsAsync("the node sees the end", () => node.Dispatches[0].WasAborted);
        Assert.Equal("dispatched", await plane.TaskStateAsync(task));
        journal.IsFull = false;
        await plane.TaskIsAsync(task, "canceled");
        Assert.Equal("canceled", (await plane.CancelAsync(task)).Json.GetProperty("state").GetString());
    }

    private async Task<Answer> SubmitAsync(string id)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", Body.Task("m", id));
        return await Answer.OfAsync(response);
    }

    private static async Task<string> NextAsync(IAsyncEnumerator<StreamEvent> events) =>
        await events.MoveNextAsync() ? events.Current.Type : "nothing";
}
