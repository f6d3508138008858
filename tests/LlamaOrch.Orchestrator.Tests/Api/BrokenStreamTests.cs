using System.Net;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>A cut-off answer never looks whole: not to a client, not in the counters.</summary>
[Trait("lane", "integration")]
public sealed class BrokenStreamTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Stop = "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("")]
    [InlineData("data: {\"half")]
    [InlineData("data: {\"choices\":[]}\n")]
    [InlineData("data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"two\"}}]}\n\n" + Stop + "\n\n")]
    [InlineData(": comment\n\n")]
    public async Task Stream_that_ends_without_its_mark_brings_an_error_event_and_breaks(string rest)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), rest);

        (string text, bool isBroken) = await ReadAsync(node);

        Assert.StartsWith(NodeAnswers.Token("one"), text, StringComparison.Ordinal);
        Assert.Contains("\n\nevent: error\ndata: {\"error\":{", text, StringComparison.Ordinal);
        Assert.DoesNotContain("half", text, StringComparison.Ordinal);
        Assert.True(isBroken);
        await FailedAsync(node);
    }

    [Fact]
    public async Task Stream_that_breaks_amid_a_long_event_breaks_there()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(
            context, NodeAnswers.Token("one"), "data: " + new string('x', 40_000));

        (string text, bool isBroken) = await ReadAsync(node);

        Assert.DoesNotContain("event: error", text, StringComparison.Ordinal);
        Assert.True(isBroken);
        await FailedAsync(node);
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}\n\ndata: [DONE]\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\"}}")]
    public async Task Error_of_the_engine_reaches_the_client_and_then_the_stream_breaks(string error)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), error);

        (string text, bool isBroken) = await ReadAsync(node);

        Assert.Contains("out of memory", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.True(isBroken);
        await FailedAsync(node);
    }

    [Theory]
    [InlineData(Stop + "\n\ndata: [DONE]", Stop + "\n\ndata: [DONE]\n\n")]
    [InlineData("data: [DONE]\r\r", "data: [DONE]\r\r")]
    [InlineData(Stop, Stop + "\n\ndata: [DONE]\n\n")]
    [InlineData(Stop + "\n\n", Stop + "\n\ndata: [DONE]\n\n")]
    public async Task Stream_whose_engine_ends_it_in_its_own_way_is_whole(string end, string seen)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), end);

        (string text, bool isBroken) = await ReadAsync(node);

        Assert.Equal(NodeAnswers.Token("one") + seen, text);
        Assert.False(isBroken);
        await plane.MetricIsAsync(1, "tasks_completed_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task Break_after_the_mark_of_the_end_is_none()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = async (_, context) =>
        {
            await NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), NodeAnswers.End);
            await NodeAnswers.HangAsync(context);
        };

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        using var lines = new StreamReader(body);
        string? line = string.Empty;
        while (line != "data: [DONE]")
            line = await lines.ReadLineAsync();
        node.Reset();

        Assert.Equal(string.Empty, (await lines.ReadToEndAsync()).Trim());
        await plane.MetricIsAsync(1, "tasks_completed_total", ("pool_id", node.Pool));
    }

    [Theory]
    [InlineData("")]
    [InlineData(": ping\n\n")]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n")]
    [InlineData("data: {\"error\":{\"message\":\"out of memory\",\"code\":500}}\n\n")]
    [InlineData("<html>")]
    public async Task Stream_that_ends_before_its_first_token_goes_to_the_other_pool(string bad)
    {
        await using FakeNode good = await shared.NodeAsync();
        await using FakeNode other = await shared.NodeBesideAsync(good);
        other.Infer = (_, context) => NodeAnswers.StreamAsync(context, bad);
        good.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"), NodeAnswers.End);

        // Pools take turns: of two requests at least one meets the bad one.
        for (int index = 0; index < 2; index++)
            Assert.Equal((NodeAnswers.Token("one") + NodeAnswers.End, false), await ReadAsync(good));

        Assert.NotEmpty(other.Dispatches);
        Assert.Equal(2, good.Dispatches.Count);
        Assert.Equal(0, (await plane.ScrapeAsync()).Sum("latency_first_token_ms_count", ("pool_id", other.Pool)));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/plain; charset=utf-8")]
    [InlineData("Text/Event-Stream;charset=UTF-8")]
    [InlineData(null)]
    public async Task Stream_that_was_asked_for_streams_whatever_type_its_engine_names(string? type)
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) =>
        {
            Task writing = stream.WriteAsync(context);
            context.Response.ContentType = type;
            return writing;
        };
        stream.PushToken("one");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using Stream body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[NodeAnswers.Token("one").Length]);
        stream.End();

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType!.ToLowerInvariant());
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(response.Headers.CacheControl!.NoCache);
    }

    [Theory]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"one tw")]
    [InlineData("{\"choices\":[{\"message\":{\"content\":\"one\"}}]")]
    public async Task Document_that_ends_before_its_json_does_is_an_error(string half)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(half);
        };

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        await FailedAsync(node);
    }

    [Fact]
    public async Task Long_document_that_ends_before_its_json_does_breaks()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => context.Response.WriteAsync("{\"choices\":[\"" + new string('x', 100_000));

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        await FailedAsync(node);
    }

    private async Task FailedAsync(FakeNode node)
    {
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "WORKER_RESET"));
        Assert.Equal(0, (await plane.ScrapeAsync()).Sum("tasks_completed_total", ("pool_id", node.Pool)));
    }

    /// <summary>All that a stream brings, and whether it ends with a break.</summary>
    private async Task<(string Text, bool IsBroken)> ReadAsync(FakeNode node)
    {
        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        using var text = new MemoryStream();
        try
        {
            await using Stream body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(text);
            return (Told(text), false);
        }
        catch (IOException)
        {
            return (Told(text), true);
        }
    }

    // A machine with other work may take so long that a comment comes first.
    private static string Told(MemoryStream text) => System.Text.Encoding.UTF8.GetString(text.ToArray())
        .Replace(": keep-alive\n\n", string.Empty, StringComparison.Ordinal);
}
