using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class PipelineTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("GET", "/health")]
    [InlineData("GET", "/nowhere")]
    [InlineData("POST", "/health")]
    [InlineData("POST", "/v1/chat/completions")]
    public async Task A_correlation_id_stands_in_every_answer(string method, string path)
    {
        Answer own = await SendAsync(method, path, "mine:1.2_3-4");
        Answer made = await SendAsync(method, path, null);

        Assert.Equal("mine:1.2_3-4", own.Header("X-Correlation-Id"));
        Assert.Matches("^[0-9a-f]{32}$", made.Header("X-Correlation-Id")!);
    }

    [Theory]
    [InlineData("bad id")]
    [InlineData("<script>")]
    public async Task A_correlation_id_that_is_no_safe_text_is_replaced(string given) =>
        Assert.NotEqual(given, (await SendAsync("GET", "/health", given)).Header("X-Correlation-Id"));

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/v2/models/llama-3.1", 404)]
    [InlineData("PUT", "/v2/tasks", 405)]
    public async Task What_no_route_takes_is_answered_in_the_error_shape(string method, string path, int status)
    {
        Answer answer = await SendAsync(method, path, null);

        Assert.Equal((status, "NOT_FOUND"), (answer.Status, answer.Json.GetProperty("code").GetString()));
        Assert.Contains(path, answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/v1/nowhere", 404)]
    [InlineData("GET", "/v1/chat/completions", 405)]
    public async Task Below_v1_it_is_answered_in_openais_shape(string method, string path, int status)
    {
        Answer answer = await SendAsync(method, path, null);

        Assert.Equal(status, answer.Status);
        Assert.Equal("NOT_FOUND", answer.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", answer.Json.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Probes_may_ask_for_the_head_alone()
    {
        Answer answer = await SendAsync("HEAD", "/health", null);

        Assert.Equal((200, string.Empty), (answer.Status, answer.Text));
    }

    private async Task<Answer> SendAsync(string method, string path, string? correlationId)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(plane.Url, path));
        if (correlationId is not null)
            request.Headers.TryAddWithoutValidation("X-Correlation-Id", correlationId);
        return await Answer.OfAsync(await plane.Http.SendAsync(request));
    }
}
