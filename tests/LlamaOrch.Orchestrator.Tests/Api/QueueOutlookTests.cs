using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>What tasks that wait are told, and when they wait no more.</summary>
[Trait("lane", "integration")]
public sealed class QueueOutlookTests
{
    [Fact]
    public async Task A_waiting_task_shows_how_many_start_before_it_now()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m");
        string first = await plane.SubmitAsync("m");
        string second = await plane.SubmitAsync("m");
        Assert.Equal(1, await PositionAsync(plane, second));

        await plane.CancelAsync(first);

        Assert.Equal(0, await PositionAsync(plane, second));
    }

    [Fact]
    public async Task A_reader_of_a_waiting_task_is_told_how_it_stands_by_events_without_an_id()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m");
        string first = await plane.SubmitAsync("m");
        string watched = await plane.SubmitAsync("m");

        using HttpResponseMessage response = await plane.EventsAsync(watched);
        var events = new List<StreamEvent>();
        await foreach (StreamEvent seen in ServerSentEvents.ReadAsync(response))
        {
            events.Add(seen);
            if (events.Count == 1)
                await plane.CancelAsync(first);
            else if (events.Count == 2)
                await plane.CancelAsync(watched);
        }

        Assert.Equal(["metrics", "metrics", "end"], events.Select(e => e.Type));
        Assert.Equal([1, 0], events.Take(2).Select(e => e.Field("queue_position").GetInt32()));
        Assert.Equal([2, 1], events.Take(2).Select(e => e.Field("queue_depth").GetInt32()));
        Assert.False(events[0].Field("kv_warmth").GetBoolean());
        Assert.DoesNotContain("predicted_start_ms", events[0].Data, StringComparison.Ordinal);
        Assert.Equal([null, null, "1"], events.Select(e => e.Id));
    }

    [Fact]
    public async Task A_start_is_predicted_as_soon_as_enough_slots_have_come_back_and_not_before()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m", "running");
        JsonElement early = await SubmitAsync(plane, "{\"model\":\"m\",\"prompt\":\"x\"}");
        Assert.False(early.TryGetProperty("predicted_start_ms", out _));

        // Those in front of nobody: each takes the slot and gives it back.
        for (int index = 0; index < 5; index++)
        {
            await plane.CancelAsync(index == 0 ? "running" : $"again{index - 1}");
            if (index == 0)
                await plane.CancelAsync(early.GetProperty("task_id").GetString()!);
            await plane.TaskIsAsync(await plane.SubmitAsync("m", $"again{index}"), "dispatched");
        }

        JsonElement known = await SubmitAsync(plane, "{\"model\":\"m\",\"prompt\":\"x\",\"deadline_ms\":86400000}");
        Assert.True(known.GetProperty("predicted_start_ms").GetInt64() > 0);
        Assert.InRange(known.GetProperty("prediction_confidence").GetDouble(), 0, 1);
        string task = known.GetProperty("task_id").GetString()!;
        Assert.True((await plane.GetAsync($"/v2/tasks/{task}")).Json.TryGetProperty("predicted_start_ms", out _));
        using HttpResponseMessage response = await plane.EventsAsync(task);
        await foreach (StreamEvent seen in ServerSentEvents.ReadAsync(response))
        {
            Assert.InRange(seen.Field("on_time_probability").GetDouble(), 0.99, 1);
            break;
        }
    }

    [Fact]
    public async Task A_task_that_starts_at_once_says_so_with_its_position_and_prediction()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("a"), NodeAnswers.End);

        JsonElement taken = await SubmitAsync(plane, "{\"model\":\"m\",\"prompt\":\"x\"}");

        Assert.Equal(0, taken.GetProperty("predicted_start_ms").GetInt64());
        using HttpResponseMessage response =
            await plane.EventsAsync(taken.GetProperty("task_id").GetString()!);
        StreamEvent started = (await ServerSentEvents.ReadAllAsync(response)).First(e => e.Type == "started");
        Assert.Equal(0, started.Field("predicted_start_ms").GetInt64());
        Assert.Equal(0, started.Field("queue_position").GetInt32());
    }

    [Fact]
    public async Task A_task_whose_deadline_passes_in_the_queue_ends_and_never_takes_a_slot()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m");

        JsonElement taken = await SubmitAsync(plane, "{\"model\":\"m\",\"prompt\":\"x\",\"deadline_ms\":100}");

        string task = taken.GetProperty("task_id").GetString()!;
        await plane.TaskIsAsync(task, "failed");
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal("DECODE_TIMEOUT", view.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Single(node.Dispatches);
        await plane.MetricIsAsync(0, "queue_depth", ("model_id", "m"));
    }

    [Fact]
    public async Task The_oldest_batch_task_makes_room_and_is_told_when_to_come_back()
    {
        await using ControlPlane plane =
            await ControlPlane.StartAsync(("queue_capacity", 1), ("queue_policy", "drop-lru"));
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m");
        string batch = await plane.SubmitAsync("m", priority: "batch");

        await plane.SubmitAsync("m");

        await plane.TaskIsAsync(batch, "failed");
        JsonElement error = (await plane.GetAsync($"/v2/tasks/{batch}")).Json.GetProperty("error");
        Assert.Equal("QUEUE_FULL_DROP_LRU", error.GetProperty("code").GetString());
        Assert.True(error.GetProperty("retriable").GetBoolean());
        Assert.True(error.GetProperty("retry_after_ms").GetInt64() > 0);
        Assert.Equal("drop-lru", error.GetProperty("policy_label").GetString());
        await plane.MetricIsAsync(1, "admission_backpressure_events_total", ("policy", "drop-lru"));
        await plane.MetricIsAsync(0, "admission_backpressure_events_total", ("policy", "reject"));
        await plane.MetricIsAsync(1, "tasks_failed_total", ("reason", "QUEUE_FULL_DROP_LRU"));
    }

    [Fact]
    public async Task A_chat_that_makes_room_is_answered_as_one_that_was_turned_away()
    {
        await using ControlPlane plane =
            await ControlPlane.StartAsync(("queue_capacity", 1), ("queue_policy", "drop-lru"));
        await using FakeNode node = await HangingNodeAsync(plane);
        await plane.SubmitAsync("m");
        Task<HttpResponseMessage> waiting = plane.ChatAsync("m");
        await plane.MetricIsAsync(1, "queue_depth", ("model_id", "m"));

        await plane.SubmitAsync("m");

        using HttpResponseMessage response = await waiting;
        Answer answer = await Answer.OfAsync(response);
        Assert.Equal((429, "QUEUE_FULL_DROP_LRU"), (answer.Status, answer.Code));
        Assert.NotNull(answer.Header("Retry-After"));
        Assert.NotNull(answer.Header("X-Backoff-Ms"));
    }

    private static async Task<FakeNode> HangingNodeAsync(ControlPlane plane)
    {
        FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        return node;
    }

    private static async Task<JsonElement> SubmitAsync(ControlPlane plane, string body)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", body);
        Answer answer = await Answer.OfAsync(response);
        Assert.Equal(202, answer.Status);
        return answer.Json;
    }

    private static async Task<int> PositionAsync(ControlPlane plane, string task) =>
        (await plane.GetAsync($"/v2/tasks/{task}")).Json.GetProperty("queue_position").GetInt32();
}
