using System.Net;
using System.Text;
using LlamaOrch.Contracts.Http;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;

namespace LlamaOrch.PoolManager.Tests.Inference;

/// <summary>What passes through, in both directions, as it was sent.</summary>
[Trait("lane", "integration")]
public sealed class InferTests : IAsyncLifetime
{
    private const string Whole = """{"model":"fake-model","messages":[],  "x":"äöü €"}""";

    private FakeEngine engine = null!;
    private Node node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        node = await Node.StartReadyAsync(engine);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData(EngineRoutes.ChatCompletions)]
    [InlineData(EngineRoutes.Completions)]
    [InlineData(EngineRoutes.Embeddings)]
    public async Task Request_and_answer_pass_byte_for_byte_on_every_route(string route)
    {
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Whole, route), Cancel);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync(Cancel);
        using var direct = new HttpClient { BaseAddress = engine.Url };
        using HttpResponseMessage expected = await direct.PostAsync(
            route, new StringContent(Whole, Encoding.UTF8, "application/json"), Cancel);

        Assert.Equal(await expected.Content.ReadAsByteArrayAsync(Cancel), bytes);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(expected.Content.Headers.ContentLength, answer.Content.Headers.ContentLength);
        SeenRequest seen = engine.Requests[0];
        Assert.Equal(route, seen.Path);
        Assert.Equal(Encoding.UTF8.GetBytes(Whole), seen.Body);
        Assert.Equal("application/json; charset=utf-8", seen.ContentType);
    }

    [Fact]
    public async Task Correlation_task_and_trace_reach_the_engine_and_nothing_secret_does()
    {
        const string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        HttpRequestMessage request = node.Infer(Whole);
        request.Headers.Add("traceparent", trace);
        request.Headers.Add(LlorchHeaders.TaskId, "task-1");
        request.Headers.Add("Authorization", "Bearer secret");
        using HttpResponseMessage answer = await node.SendAsync(request, Cancel);

        SeenRequest seen = engine.Requests.Single();
        Assert.Equal("correlation-1", seen.Headers[LlorchHeaders.CorrelationId]);
        Assert.Equal("task-1", seen.Headers[LlorchHeaders.TaskId]);
        Assert.Equal(trace, seen.Headers["traceparent"]);
        Assert.False(seen.Headers.ContainsKey("Authorization"));
        Assert.Equal("correlation-1", answer.Headers.GetValues(LlorchHeaders.CorrelationId).Single());
    }

    [Fact]
    public async Task Task_that_is_no_id_stops_at_the_node()
    {
        HttpRequestMessage request = node.Infer(Whole);
        request.Headers.TryAddWithoutValidation(LlorchHeaders.TaskId, "a task of mine");
        using HttpResponseMessage answer = await node.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(engine.Requests.Single().Headers.ContainsKey(LlorchHeaders.TaskId));
    }

    [Fact(Timeout = 60_000)]
    public async Task Large_bodies_pass_in_both_directions()
    {
        CancellationToken deadline = TestContext.Current.CancellationToken;
        string text = string.Concat(Enumerable.Range(0, 100_000).Select(number => $"{number} "));
        engine.Behavior = new FakeEngineBehavior { Tokens = [text] };
        string body = $$"""{"prompt":"{{text}}"}""";
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(body), deadline);

        Assert.Contains(text, await answer.Content.ReadAsStringAsync(deadline), StringComparison.Ordinal);
        Assert.Equal(body, Encoding.UTF8.GetString(engine.Requests.Single().Body));
    }

    [Fact]
    public async Task Body_without_a_length_passes()
    {
        HttpRequestMessage request = node.Infer(Whole);
        request.Headers.TransferEncodingChunked = true;
        using HttpResponseMessage answer = await node.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Encoding.UTF8.GetBytes(Whole), engine.Requests.Single().Body);
    }

    [Fact]
    public async Task Stream_arrives_while_the_engine_still_holds_the_rest()
    {
        engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 1 };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer("""{"stream":true}"""), Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.ToString());
        Assert.Contains("One ", await lines.ReadLineAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(1, engine.ActiveCount);
        engine.ReleaseHeld();
        Assert.EndsWith("data: [DONE]\n\n", await lines.ReadToEndAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Tokens_made_in_one_go_arrive_while_the_engine_holds_the_rest()
    {
        CancellationToken deadline = TestContext.Current.CancellationToken;
        string[] texts = [.. Enumerable.Range(0, 300).Select(number => $"token {number}")];
        engine.Behavior = new FakeEngineBehavior { Tokens = [.. texts, "last"], HoldAfterTokens = texts.Length };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer("""{"stream":true}"""), deadline);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(deadline));

        foreach (string text in texts)
        {
            Assert.Contains($"\"{text}\"", await lines.ReadLineAsync(deadline), StringComparison.Ordinal);
            Assert.Empty((await lines.ReadLineAsync(deadline))!);
        }

        engine.ReleaseHeld();
        Assert.EndsWith("data: [DONE]\n\n", await lines.ReadToEndAsync(deadline), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EngineFault.BadRequest, 400, "No such sampler")]
    [InlineData(EngineFault.InternalError, 500, "The graph fell over")]
    [InlineData(EngineFault.Unavailable, 503, "Loading model")]
    public async Task Engines_errors_pass_as_they_are(EngineFault fault, int status, string message)
    {
        engine.Behavior = new FakeEngineBehavior { Fault = fault };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Whole), Cancel);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.False(answer.Headers.Contains(LlorchHeaders.NodeRefusal));
        Assert.Contains(message, await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Garbage_passes_as_it_is_and_is_no_whole_answer()
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.Garbage };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Whole), Cancel);
        using var bytes = new MemoryStream();
        await using Stream body = await answer.Content.ReadAsStreamAsync(Cancel);

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(bytes, Cancel));

        Assert.Equal(0x00, bytes.ToArray()[0]);
        Assert.Equal(0x80, bytes.ToArray()[^1]);
    }
}
