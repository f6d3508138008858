using System.Net;
using System.Text;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class ChatTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task A_chat_passes_through_byte_for_byte_in_both_directions()
    {
        await using FakeNode node = await shared.NodeAsync();
        byte[] answer = Encoding.UTF8.GetBytes("{ \"odd\" :\t\"späcing\",\n\"usage\":{\"prompt_tokens\":5 } }");
        node.Infer = (_, context) => NodeAnswers.BytesAsync(context, answer);
        string body = $$"""
            { "model" : "{{node.Model}}" ,"unknown":[1, 2.50e1],  "messages":[{"role":"user","content":"\u00e4ä"}]}
            """;

        using HttpResponseMessage response = await plane.PostAsync(EngineRoutes.ChatCompletions, body);

        Assert.Equal(answer, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(answer.Length, response.Content.Headers.ContentLength);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(body, Encoding.UTF8.GetString(Assert.Single(node.Dispatches).Body));
    }

    [Fact]
    public async Task A_dispatch_carries_lease_fence_route_correlation_and_trace()
    {
        await using FakeNode node = await shared.NodeAsync();
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(plane.Url, EngineRoutes.ChatCompletions))
        {
            Content = new StringContent(Body.Chat(node.Model)),
            Headers = { { LlorchHeaders.CorrelationId, "mine-1" }, { "traceparent", trace } },
        };

        using HttpResponseMessage response = await plane.Http.SendAsync(request);

        IReadOnlyDictionary<string, string> headers = Assert.Single(node.Dispatches).Headers;
        Assert.NotEmpty(headers[LlorchHeaders.LeaseId]);
        Assert.True(long.Parse(headers[LlorchHeaders.LeaseFence]) > 0);
        Assert.Equal(EngineRoutes.ChatCompletions, headers[LlorchHeaders.EngineRoute]);
        Assert.Equal("mine-1", headers[LlorchHeaders.CorrelationId]);
        Assert.Equal(trace, headers["traceparent"]);
        Assert.Equal("mine-1", response.Headers.GetValues(LlorchHeaders.CorrelationId).Single());
    }

    [Theory]
    [InlineData(EngineRoutes.Completions, "\"prompt\":\"x\"")]
    [InlineData(EngineRoutes.Embeddings, "\"input\":[\"x\"]")]
    public async Task Every_openai_route_reaches_the_engine_by_its_name(string route, string input)
    {
        await using FakeNode node = await shared.NodeAsync();

        using HttpResponseMessage response = await plane.PostAsync(route, $$"""{"model":"{{node.Model}}",{{input}}}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(route, Assert.Single(node.Dispatches).Headers[LlorchHeaders.EngineRoute]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_long_answer_passes_whole_with_and_without_its_length(bool withLength)
    {
        await using FakeNode node = await shared.NodeAsync();
        byte[] answer = Encoding.UTF8.GetBytes(NodeAnswers.Whole(new string('ü', 100_000)));
        node.Infer = async (_, context) =>
        {
            context.Response.ContentLength = withLength ? answer.Length : null;
            context.Response.ContentType = "application/json";
            for (int sent = 0; sent < answer.Length; sent += 10_000)
                await context.Response.Body.WriteAsync(answer.AsMemory(sent, Math.Min(10_000, answer.Length - sent)));
        };

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(withLength ? answer.Length : null, response.Content.Headers.ContentLength);
        Assert.Equal(answer, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task An_engines_error_passes_as_it_is()
    {
        await using FakeNode node = await shared.NodeAsync();
        byte[] error = "{\"error\":{\"code\":400,\"message\":\"no such grammar\"}}"u8.ToArray();
        node.Infer = (_, context) => NodeAnswers.BytesAsync(context, error, 400);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(error, await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_token_reaches_the_client_before_the_next_one_is_made()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using IAsyncEnumerator<StreamEvent> events = ServerSentEvents.ReadAsync(response).GetAsyncEnumerator();

        foreach (string text in (string[])["one", "two", "three"])
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Contains(text, events.Current.Data, StringComparison.Ordinal);
            stream.PushToken(text == "one" ? "two" : "three");
        }

        stream.End();
    }

    [Fact(Timeout = 120_000)]
    public async Task Tokens_that_come_together_reach_the_client_before_the_next_one_is_made()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string[] texts = [.. Enumerable.Range(0, 300).Select(number => $"token {number}")];
        stream.Push(string.Concat(texts.Select(NodeAnswers.Token)));

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using IAsyncEnumerator<StreamEvent> events = ServerSentEvents.ReadAsync(response)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);

        foreach (string text in texts)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.Contains($"\"{text}\"", events.Current.Data, StringComparison.Ordinal);
        }

        stream.End();
    }

    [Fact]
    public async Task A_stream_passes_byte_for_byte_however_it_is_cut_into_pieces()
    {
        await using FakeNode node = await shared.NodeAsync();
        string whole = ": a comment\r\nid: 1\r\ndata: ü\r\n\r\n" + NodeAnswers.Token(new string('x', 40_000))
            + NodeAnswers.End + "tail";
        string[] pieces = [.. whole.Chunk(1 + (whole.Length / 90)).Select(piece => new string(piece))];
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, pieces);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);

        // A machine with other work may take so long that a comment comes first.
        string text = await response.Content.ReadAsStringAsync();
        Assert.Equal(whole, text.Replace(": keep-alive\n\n", string.Empty, StringComparison.Ordinal));
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Requests_one_at_a_time_use_every_pool()
    {
        await using FakeNode first = await shared.NodeAsync();
        await using FakeNode second = await shared.NodeBesideAsync(first);

        for (int index = 0; index < 6; index++)
            (await plane.ChatAsync(first.Model)).Dispose();

        Assert.Equal(6, first.Dispatches.Count + second.Dispatches.Count);
        Assert.InRange(first.Dispatches.Count, 2, 4);
    }

    [Fact]
    public async Task A_client_that_leaves_frees_its_slot_and_stops_the_engine()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        using var leave = new CancellationTokenSource();
        HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true, leave.Token);

        response.Dispose();

        await Eventually.HoldsAsync("the node sees the end", () => node.Dispatches[0].WasAborted);
        node.Infer = (_, context) => NodeAnswers.WholeAsync(context, "next");
        using HttpResponseMessage next = await plane.ChatAsync(node.Model);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        await plane.MetricIsAsync(1, "tasks_canceled_total", ("pool_id", node.Pool), ("reason", "disconnect"));
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_first_byte_frees_its_slot_and_blames_no_pool()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = plane.ChatAsync(node.Model, cancellationToken: leave.Token);
        await Eventually.HoldsAsync("the node has it", () => node.Dispatches.Count == 1);

        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        await Eventually.HoldsAsync("the node sees the end", () => node.Dispatches[0].WasAborted);
        node.Infer = (_, context) => NodeAnswers.WholeAsync(context, "next");
        using HttpResponseMessage next = await plane.ChatAsync(node.Model);
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.Equal(2, node.Dispatches.Count);
    }
}
