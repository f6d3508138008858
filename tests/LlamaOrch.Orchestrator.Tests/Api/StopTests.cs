using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>What a clean stop does to tasks and requests.</summary>
[Trait("lane", "integration")]
public sealed class StopTests : IAsyncLifetime
{
    private readonly TemporaryDirectory data = new();
    private readonly DrivenStream stream = new();
    private FakeNode node = null!;
    private ControlPlane plane = null!;

    public async ValueTask InitializeAsync()
    {
        node = await FakeNode.StartAsync("n1", "m", 1);
        node.Infer = (_, context) => stream.WriteAsync(context);
        await StartAsync(graceMs: 60_000);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        await node.DisposeAsync();
        data.Dispose();
    }

    [Fact]
    public async Task A_task_that_streams_ends_with_its_reader_while_nothing_new_is_taken()
    {
        stream.PushToken("one");
        await plane.SubmitAsync("m", "streaming");
        await plane.TaskIsAsync("streaming", "streaming");
        await plane.SubmitAsync("m", "waiting");
        using HttpResponseMessage events = await plane.EventsAsync("streaming");

        Task stopping = plane.StopAsync();
        await Eventually.HoldsAsync("tasks are refused", async () => await RefusedAsync() == "POOL_UNREADY");
        using HttpResponseMessage chat = await plane.ChatAsync("m");
        Assert.Equal(503, (int)chat.StatusCode);
        Assert.Equal("1", Assert.Single(chat.Headers.GetValues("Retry-After")));
        stream.PushToken("two");
        stream.End();
        List<StreamEvent> seen = await ServerSentEvents.ReadAsync(events).ToListAsync();
        await stopping;

        Assert.Equal(["token", "token", "end"], seen.Select(e => e.Type).Where(t => t is "token" or "end"));
        Assert.Single(node.Dispatches);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await RestartAsync();
        Assert.Equal("completed", await plane.TaskStateAsync("streaming"));
        await plane.TaskIsAsync("waiting", "completed");
    }

    [Fact]
    public async Task A_request_below_v1_that_streams_may_end_too()
    {
        stream.PushToken("one");
        using HttpResponseMessage chat = await plane.ChatAsync("m", stream: true);

        Task stopping = plane.StopAsync();
        await Eventually.HoldsAsync("tasks are refused", async () => await RefusedAsync() == "POOL_UNREADY");
        stream.PushToken("two");
        stream.End();
        string text = await chat.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        await stopping;

        Assert.Contains("two", text, StringComparison.Ordinal);
        Assert.Contains("[DONE]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_has_a_slot_and_no_byte_runs_again_after_the_start()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m", "hanging");
        await plane.TaskIsAsync("hanging", "dispatched");

        // Its grace is a minute, and nobody waits for it.
        await plane.StopAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await RestartAsync();

        await plane.TaskIsAsync("hanging", "completed");
    }

    [Fact]
    public async Task What_streams_beyond_the_grace_is_cut_and_says_why()
    {
        await plane.DisposeAsync();
        await StartAsync(graceMs: 50);
        stream.PushToken("one");
        await plane.SubmitAsync("m", "endless");
        await plane.TaskIsAsync("endless", "streaming");

        await plane.StopAsync();
        await RestartAsync();

        Answer view = await plane.GetAsync("/v2/tasks/endless");
        Assert.Equal("failed", view.Json.GetProperty("state").GetString());
        Assert.Contains(
            "control plane stopped before",
            view.Json.GetProperty("error").GetProperty("message").GetString(),
            StringComparison.Ordinal);
        Assert.True(view.Json.GetProperty("error").GetProperty("retriable").GetBoolean());
    }

    private async Task<string?> RefusedAsync()
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", Body.Task("m"));
        Answer answer = await Answer.OfAsync(response);
        return answer.Status == 202 ? null : answer.Code;
    }

    private async Task RestartAsync()
    {
        await plane.DisposeAsync();
        await StartAsync(graceMs: 60_000);
    }

    private async Task StartAsync(int graceMs)
    {
        plane = await ControlPlane.StartAsync(("data_dir", data.Path), ("stop_grace_ms", graceMs));
        await plane.JoinAsync(node);
    }
}
