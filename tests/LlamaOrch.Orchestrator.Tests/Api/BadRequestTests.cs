using System.Net;
using System.Net.Sockets;
using System.Text;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class BadRequestTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("", null)]
    [InlineData("not json", null)]
    [InlineData("[]", null)]
    [InlineData("{\"model\":\"m\"", null)]
    [InlineData("{}", "model")]
    [InlineData("{\"model\":7,\"messages\":[]}", "model")]
    [InlineData("{\"model\":\"m\",\"model\":\"n\",\"messages\":[]}", "model")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"stream\":\"yes\"}", "stream")]
    [InlineData("{\"model\":\"m\",\"messages\":[],\"max_tokens\":0}", "max_tokens")]
    [InlineData("{\"model\":\"m\"}", "messages")]
    public async Task A_bad_chat_is_a_400_in_openais_shape_that_names_the_field(string body, string? field)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v1/chat/completions", body);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal(400, answer.Status);
        Assert.Equal("INVALID_PARAMS", answer.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", answer.Error.GetProperty("type").GetString());
        Assert.Equal(field, answer.Error.GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v2/tasks")]
    [InlineData("/v2/nodes/register")]
    public async Task A_body_beyond_the_limit_is_a_413_in_the_routes_own_shape(string path)
    {
        await using ControlPlane small = await ControlPlane.StartAsync(("body_bytes_max", 1024));
        using HttpResponseMessage response = await small.PostAsync(path, new string(' ', 2000));
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal(413, answer.Status);
        Assert.Equal("INVALID_PARAMS", answer.Code);
        Assert.Equal(path.StartsWith("/v1", StringComparison.Ordinal), answer.Json.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_body_nested_too_deeply_is_a_400()
    {
        string deep = "{\"model\":\"m\",\"messages\":" + new string('[', 200) + new string(']', 200) + "}";

        using HttpResponseMessage response = await plane.PostAsync("/v1/chat/completions", deep);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_byte_order_mark_is_skipped()
    {
        await using FakeNode node = await shared.NodeAsync();

        using HttpResponseMessage response = await plane.PostAsync(
            "/v1/chat/completions", "\uFEFF" + Body.Chat(node.Model));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Body.Chat(node.Model), Encoding.UTF8.GetString(node.Dispatches[0].Body));
    }

    [Theory]
    [InlineData("/v1/chat/completions", "8000")]
    [InlineData("/v1/chat/completions", "32000.0")]
    [InlineData("/v1/chat/completions", "2147483648")]
    [InlineData("/v2/tasks", "32000")]
    public async Task A_wish_for_more_tokens_than_the_context_holds_is_passed_on(string path, string tokens)
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Reports[node.Pool] = node.Reports[node.Pool] with { ContextTokens = 512 };
        (await node.HeartbeatAsync(plane.Http)).Dispose();
        string wish = $"\"max_tokens\":{tokens}";

        using HttpResponseMessage response = await plane.PostAsync(
            path, $$"""{"model":"{{node.Model}}","messages":[{"role":"user","content":"x"}],{{wish}}}""");

        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        await Eventually.HoldsAsync("it is dispatched", () => Task.FromResult(node.Dispatches.Count == 1));
        Assert.Contains(wish, Encoding.UTF8.GetString(node.Dispatches[0].Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_length_that_is_announced_and_never_sent_takes_no_memory_of_that_size()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        var clients = new List<TcpClient>();
        for (int index = 0; index < 20; index++)
        {
            var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, plane.Url.Port);
            await client.GetStream().WriteAsync(
                "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Length: 16000000\r\n\r\n{"u8.ToArray());
            clients.Add(client);
        }

        (await plane.GetAsync("/health")).Response.Dispose();
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: false) - before, long.MinValue, 100_000_000);
        clients.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task A_client_that_expects_to_be_told_to_go_on_is_told()
    {
        await using FakeNode node = await shared.NodeAsync();
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(plane.Url, "/v1/chat/completions"))
        {
            Content = new StringContent(Body.Chat(node.Model)),
            Headers = { ExpectContinue = true },
        };

        using HttpResponseMessage response = await plane.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_model_that_nobody_serves_is_a_404_and_makes_no_series()
    {
        using HttpResponseMessage response = await plane.ChatAsync("made-up");
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((404, "MODEL_NOT_AVAILABLE"), (answer.Status, answer.Code));
        Assert.False((await plane.ScrapeAsync()).Has("queue_depth", ("model_id", "made-up")));
    }

    [Fact]
    public async Task A_model_whose_pool_is_not_ready_is_a_503_to_try_again()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Reports[node.Pool] = node.Reports[node.Pool] with { Ready = false };
        await node.HeartbeatAsync(plane.Http);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((503, "POOL_UNREADY"), (answer.Status, answer.Code));
        Assert.True(answer.Error.GetProperty("retriable").GetBoolean());
    }
}
