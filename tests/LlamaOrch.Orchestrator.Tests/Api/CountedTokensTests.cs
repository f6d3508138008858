using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>No answer is free because its engine or its client keeps silent about it.</summary>
[Trait("lane", "integration")]
public sealed class CountedTokensTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Done = "data: [DONE]\n\n";

    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task Stream_without_usage_counts_its_pieces()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(
            context, NodeAnswers.Token("one"), NodeAnswers.Token("two") + NodeAnswers.Token("three"), Done);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await response.Content.ReadAsStringAsync();

        await plane.MetricIsAsync(3, "tokens_out_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task Stream_whose_client_leaves_counts_what_passed()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        stream.PushToken("two");
        HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using (Stream body = await response.Content.ReadAsStreamAsync())
            await body.ReadExactlyAsync(new byte[(NodeAnswers.Token("one") + NodeAnswers.Token("two")).Length]);

        response.Dispose();

        await plane.MetricIsAsync(2, "tokens_out_total", ("pool_id", node.Pool));
        await plane.MetricIsAsync(1, "tasks_canceled_total", ("pool_id", node.Pool), ("reason", "disconnect"));
    }

    [Fact]
    public async Task Usage_that_stands_before_a_long_text_counts()
    {
        await using FakeNode node = await shared.NodeAsync();
        string text = $"[{{\"message\":{{\"content\":\"{new string('x', 100_000)}\"}}}}]";
        node.Infer = (_, context) => context.Response.WriteAsync(
            $$$"""{"usage":{"prompt_tokens":7,"completion_tokens":300},"choices":{{{text}}}}""");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);
        await response.Content.ReadAsStringAsync();

        await plane.MetricIsAsync(300, "tokens_out_total", ("pool_id", node.Pool));
        await plane.MetricIsAsync(7, "tokens_in_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task Document_without_usage_counts_by_its_length()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => context.Response.WriteAsync(
            """{"choices":[{"message":{"role":"assistant","content":"one two three"}}]}""");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        await plane.MetricIsAsync(4, "tokens_out_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task Task_without_usage_counts_its_pieces_also_those_that_were_thought()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(
            context,
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n",
            NodeAnswers.Token("one"),
            Done);

        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, "completed");

        await Eventually.HoldsAsync("two tokens", async () =>
            (await plane.GetAsync($"/v2/tasks/{task}")).Json.GetProperty("tokens_out").GetInt32() == 2);
        await plane.MetricIsAsync(2, "tokens_out_total", ("pool_id", node.Pool));
        using HttpResponseMessage events = await plane.EventsAsync(task);
        string text = await events.Content.ReadAsStringAsync();
        Assert.Contains("event: reasoning\ndata: {\"t\":\"hm\",\"i\":0}", text, StringComparison.Ordinal);
        Assert.Contains("event: token\ndata: {\"t\":\"one\",\"i\":1}", text, StringComparison.Ordinal);
    }
}
