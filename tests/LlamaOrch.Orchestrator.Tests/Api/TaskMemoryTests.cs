using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>The bound on the events of all tasks that run.</summary>
[Trait("lane", "integration")]
public sealed class TaskMemoryTests
{
    [Fact]
    public async Task A_task_whose_events_take_more_than_its_share_is_told_and_others_go_on()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(("running_events_bytes_max", 1 << 20));
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 2);
        var small = new DrivenStream();
        string[] pieces = [.. Enumerable.Repeat(NodeAnswers.Token(new string('x', 20_000)), 100), NodeAnswers.End];
        node.Infer = (dispatch, context) => node.Dispatches.Count == 1
            ? small.WriteAsync(context)
            : NodeAnswers.StreamAsync(context, pieces);
        await plane.JoinAsync(node);
        small.PushToken("one");
        string first = await plane.SubmitAsync("m");
        await plane.TaskIsAsync(first, "streaming");

        string second = await plane.SubmitAsync("m");
        await plane.TaskIsAsync(second, "failed");
        small.End();
        await plane.TaskIsAsync(first, "completed");

        string text = (await plane.GetAsync($"/v2/tasks/{second}")).Text;
        Assert.Contains("running_events_bytes_max", text, StringComparison.Ordinal);
    }
}
