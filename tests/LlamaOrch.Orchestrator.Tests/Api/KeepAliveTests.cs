using System.Net;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>A stream that waits is never silent for long.</summary>
[Trait("lane", "integration")]
public sealed class KeepAliveTests : IAsyncLifetime
{
    private const string Comment = ": keep-alive\n\n";

    private ControlPlane plane = null!;
    private FakeNode node = null!;

    public async ValueTask InitializeAsync()
    {
        plane = await ControlPlane.StartAsync(("stream_keepalive_ms", 100));
        node = await plane.JoinAsync(await FakeNode.StartAsync("n", "m", 1));
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await plane.DisposeAsync();
    }

    [Fact]
    public async Task Stream_in_the_queue_has_its_headers_and_a_comment_again_and_again()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        using HttpResponseMessage first = await plane.ChatAsync("m", stream: true);

        using HttpResponseMessage second = await plane.ChatAsync("m", stream: true);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal("text/event-stream", second.Content.Headers.ContentType!.MediaType);
        Assert.Single(node.Dispatches);
        await using Stream body = await second.Content.ReadAsStreamAsync();
        await ReadsAsync(body, Comment + Comment + Comment);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("two"), NodeAnswers.End);
        stream.End();
        Assert.EndsWith(NodeAnswers.Token("two") + NodeAnswers.End, await RestAsync(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_whose_engine_is_silent_has_its_headers_and_comments_before_its_first_token()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);

        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();

        await ReadsAsync(body, Comment + Comment);
        stream.PushToken("one");
        stream.End();
        Assert.EndsWith(NodeAnswers.Token("one") + NodeAnswers.End, await RestAsync(body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comments_come_between_tokens_too_but_never_within_an_event()
    {
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        stream.Push("data: {\"choices\"");
        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();

        await ReadsAsync(body, NodeAnswers.Token("one") + Comment + Comment);
        stream.Push(":[]}\n\n");
        stream.End();

        Assert.EndsWith(
            "data: {\"choices\":[]}\n\n" + NodeAnswers.End,
            (await RestAsync(body)).Replace(Comment, string.Empty, StringComparison.Ordinal),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_after_the_headers_is_an_error_event_and_a_break()
    {
        var refuse = new TaskCompletionSource();
        node.Infer = async (_, context) =>
        {
            await refuse.Task;
            await NodeAnswers.RefuseAsync(context, ErrorCode.InvalidParams, "That is no grammar.");
        };
        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await ReadsAsync(body, Comment);
        refuse.SetResult();

        (string text, bool isBroken) = await UntilEndAsync(body);

        Assert.Contains("event: error\ndata: {\"error\":{\"message\":\"That is no grammar.\"", text,
            StringComparison.Ordinal);
        Assert.Contains("INVALID_PARAMS", text, StringComparison.Ordinal);
        Assert.True(isBroken);
    }

    [Fact]
    public async Task Status_of_an_engine_that_refuses_after_the_headers_is_told_in_an_error_event()
    {
        var refuse = new TaskCompletionSource();
        node.Infer = async (_, context) =>
        {
            await refuse.Task;
            await NodeAnswers.BytesAsync(context, "{\"error\":{\"message\":\"no such sampler\"}}"u8.ToArray(), 400);
        };
        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await ReadsAsync(body, Comment);
        refuse.SetResult();

        (string text, bool isBroken) = await UntilEndAsync(body);

        Assert.Contains("no such sampler", text, StringComparison.Ordinal);
        Assert.True(isBroken);
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "INVALID_PARAMS"));
    }

    [Fact]
    public async Task Refusal_at_once_keeps_its_status()
    {
        byte[] error = "{\"error\":{\"message\":\"no such sampler\"}}"u8.ToArray();
        node.Infer = (_, context) => NodeAnswers.BytesAsync(context, error, 400);

        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Pool_that_only_pings_and_dies_is_no_pool_that_answered()
    {
        var dying = new DrivenStream();
        node.Infer = (_, context) => dying.WriteAsync(context);
        dying.Push(": ping\n\n");
        dying.Push("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        using HttpResponseMessage response = await plane.ChatAsync("m", stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await ReadsAsync(body, Comment);
        await using FakeNode other = await plane.JoinAsync(await FakeNode.StartAsync("o", "m", 1));
        other.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), NodeAnswers.End);

        node.Reset();

        string text = (await RestAsync(body)).Replace(Comment, string.Empty, StringComparison.Ordinal);
        Assert.EndsWith(NodeAnswers.Token("one") + NodeAnswers.End, text, StringComparison.Ordinal);
        Assert.DoesNotContain("ping", text, StringComparison.Ordinal);
        Assert.Equal(0, (await plane.ScrapeAsync()).Sum("latency_first_token_ms_count", ("pool_id", node.Pool)));
        Assert.Equal(0, (await plane.ScrapeAsync()).Sum("tasks_started_total", ("pool_id", node.Pool)));
    }

    [Fact]
    public async Task Events_of_a_task_that_waits_are_kept_alive()
    {
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string task = await plane.SubmitAsync("m");
        await Eventually.HoldsAsync("the node has it", () => node.Dispatches.Count == 1);

        using HttpResponseMessage response = await plane.EventsAsync(task);
        await using Stream body = await response.Content.ReadAsStreamAsync();

        await ReadsAsync(body, Comment + Comment);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
    }

    private static async Task ReadsAsync(Stream body, string expected)
    {
        byte[] read = new byte[expected.Length];
        await body.ReadExactlyAsync(read);
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(read));
    }

    private static async Task<string> RestAsync(Stream body)
    {
        using var reader = new StreamReader(body);
        return await reader.ReadToEndAsync();
    }

    private static async Task<(string Text, bool IsBroken)> UntilEndAsync(Stream body)
    {
        using var text = new MemoryStream();
        try
        {
            await body.CopyToAsync(text);
            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), false);
        }
        catch (IOException)
        {
            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), true);
        }
    }
}
