using System.Text.Json.Nodes;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>A cancel at each stage: one end, nothing after it, the slot free, the same answer again.</summary>
[Trait("lane", "integration")]
public sealed class CancelTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("queued")]
    [InlineData("dispatched")]
    [InlineData("streaming")]
    [InlineData("finishing")]
    public async Task A_cancel_is_the_end_whatever_the_stage_and_the_slot_is_free_afterwards(string stage)
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string first = await plane.SubmitAsync(node.Model);
        string task = stage == "queued" ? await plane.SubmitAsync(node.Model) : first;
        await stream.Began;
        if (stage is "streaming" or "finishing")
        {
            stream.PushToken("one");
            await plane.TaskIsAsync(task, "streaming");
        }

        if (stage == "finishing")
            stream.Push("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        string[] answers = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(async _ => Known(await plane.CancelAsync(task))));
        stream.PushToken("late");

        Assert.Single(answers.Distinct());
        Answer view = await plane.GetAsync($"/v2/tasks/{task}");
        Assert.Equal("canceled", view.Json.GetProperty("state").GetString());
        Assert.Equal(answers[0], Known(view));
        IReadOnlyList<StreamEvent> events = await EventsAsync(task);
        Assert.Equal("canceled", Assert.Single(events, e => e.Type is "end" or "error").Field("state").GetString());
        Assert.Equal("end", events[^1].Type);
        Assert.DoesNotContain(events, e => e.Data.Contains("late", StringComparison.Ordinal));

        if (stage == "queued")
            stream.End();
        else
            await Eventually.HoldsAsync("the engine is stopped", () => node.Dispatches[0].WasAborted);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.End);
        await plane.TaskIsAsync(await plane.SubmitAsync(node.Model), "completed");
        await plane.MetricIsAsync(0, "queue_depth", ("model_id", node.Model));
        Assert.Equal(2, node.Dispatches.Count);
    }

    [Fact]
    public async Task A_cancel_that_meets_the_end_gives_one_end_and_says_which()
    {
        await using FakeNode node = await shared.NodeAsync();
        for (int round = 0; round < 20; round++)
        {
            var stream = new DrivenStream();
            node.Infer = (_, context) => stream.WriteAsync(context);
            string task = await plane.SubmitAsync(node.Model);
            await stream.Began;
            stream.PushToken("one");
            await plane.TaskIsAsync(task, "streaming");

            stream.End();
            Answer canceled = await plane.CancelAsync(task);

            string state = canceled.Json.GetProperty("state").GetString()!;
            Assert.Contains(state, (string[])["canceled", "completed"]);
            Assert.Equal(Known(canceled), Known(await plane.CancelAsync(task)));
            StreamEvent end = Assert.Single(await EventsAsync(task), e => e.Type is "end" or "error");
            Assert.Equal(state, end.Field("state").GetString());
        }
    }

    [Fact]
    public async Task A_reader_of_events_that_leaves_cancels_nothing()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "streaming");

        HttpResponseMessage reading = await plane.EventsAsync(task);
        await foreach (StreamEvent seen in ServerSentEvents.ReadAsync(reading))
        {
            if (seen.Type == "token")
                break;
        }

        reading.Dispose();
        stream.PushToken("two");
        stream.End();

        await plane.TaskIsAsync(task, "completed");
        IReadOnlyList<StreamEvent> events = await EventsAsync(task);
        Assert.Equal(["one", "two"], events.Where(e => e.Type == "token").Select(e => e.Field("t").GetString()));
        Assert.False(node.Dispatches[0].WasAborted);
    }

    /// <summary>What is known of a task at its end; where its record is comes a moment later.</summary>
    private static string Known(Answer answer)
    {
        JsonObject view = JsonNode.Parse(answer.Text)!.AsObject();
        view.Remove("artifact_id");
        return view.ToJsonString();
    }

    private async Task<IReadOnlyList<StreamEvent>> EventsAsync(string task)
    {
        using HttpResponseMessage response = await plane.EventsAsync(task);
        return await ServerSentEvents.ReadAllAsync(response);
    }
}
