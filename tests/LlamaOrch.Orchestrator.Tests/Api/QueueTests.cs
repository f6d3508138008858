using System.Globalization;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class QueueTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v2/tasks")]
    public async Task A_full_queue_turns_away_with_the_delay_after_which_to_come_back(string path)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(("queue_capacity", 1));
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m");
        await plane.SubmitAsync("m");

        using HttpResponseMessage response = await plane.PostAsync(
            path, path == "/v2/tasks" ? Body.Task("m") : Body.Chat("m"));
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((429, "ADMISSION_REJECT"), (answer.Status, answer.Code));
        long delayMs = answer.Error.GetProperty("retry_after_ms").GetInt64();
        Assert.True(delayMs > 0);
        Assert.Equal("reject", answer.Error.GetProperty("policy_label").GetString());
        Assert.True(answer.Error.GetProperty("retriable").GetBoolean());
        Assert.Equal(delayMs.ToString(CultureInfo.InvariantCulture), answer.Header("X-Backoff-Ms"));
        Assert.Equal(
            Math.Ceiling(delayMs / 1000.0), double.Parse(answer.Header("Retry-After")!, CultureInfo.InvariantCulture));
        await plane.MetricIsAsync(1, "admission_backpressure_events_total", ("policy", "reject"));
        await plane.MetricIsAsync(1, "tasks_rejected_total", ("reason", "ADMISSION_REJECT"));
    }

    [Fact]
    public async Task A_task_that_waits_too_long_ends_with_a_timeout()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(("queue_wait_max_ms", 50));
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m");

        string waiting = await plane.SubmitAsync("m");

        await plane.TaskIsAsync(waiting, "failed");
        Answer view = await plane.GetAsync($"/v2/tasks/{waiting}");
        Assert.Equal("DECODE_TIMEOUT", view.Json.GetProperty("error").GetProperty("code").GetString());
        await plane.MetricIsAsync(0, "queue_depth", ("model_id", "m"));
    }

    [Fact]
    public async Task Interactive_tasks_start_before_batch_tasks_that_came_earlier()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        var first = new DrivenStream();
        node.Infer = (_, context) => node.Dispatches.Count == 1
            ? first.WriteAsync(context)
            : NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m");
        await first.Began;
        string batch = await plane.SubmitAsync("m", priority: "batch");
        string interactive = await plane.SubmitAsync("m");

        first.End();

        await plane.TaskIsAsync(interactive, "dispatched");
        Assert.Equal("queued", await plane.TaskStateAsync(batch));
    }

    [Fact]
    public async Task A_client_that_leaves_the_queue_gives_up_its_place()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m");
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> waiting = plane.ChatAsync("m", cancellationToken: leave.Token);
        await plane.MetricIsAsync(1, "queue_depth", ("model_id", "m"));

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await plane.MetricIsAsync(0, "queue_depth", ("model_id", "m"));
        await plane.MetricIsAsync(1, "tasks_canceled_total", ("pool_id", "unknown"), ("reason", "disconnect"));
    }

    [Fact]
    public async Task Under_load_no_pool_ever_runs_more_than_its_slots()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 2, 3));
        var running = new System.Collections.Concurrent.ConcurrentDictionary<string, int>();
        int over = 0;
        node.Infer = async (dispatch, context) =>
        {
            int now = running.AddOrUpdate(dispatch.Pool, 1, (_, count) => count + 1);
            if (now > node.Reports[dispatch.Pool].SlotsTotal)
                Interlocked.Increment(ref over);
            await Task.Yield();
            running.AddOrUpdate(dispatch.Pool, 0, (_, count) => count - 1);
            await NodeAnswers.WholeAsync(context, "x");
        };

        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => plane.ChatAsync("m")));

        Assert.All(answers, answer => Assert.True(answer.IsSuccessStatusCode));
        Assert.Equal(0, over);
        Assert.Equal(200, node.Dispatches.Count);
        await plane.MetricIsAsync(200, "tasks_completed_total");
        await plane.MetricIsAsync(600, "tokens_out_total");
    }
}
