using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class CrossOriginTests
{
    private const string Page = "https://app.example";

    [Fact]
    public async Task A_preflight_of_an_allowed_page_needs_no_token_and_the_request_does()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("token", ("cors_origins", $"http://x, {Page}"));
        using var page = new HttpClient { BaseAddress = plane.Url };

        Answer preflight = await AskAsync(page, "OPTIONS", Page);
        Answer stranger = await AskAsync(page, "POST", Page);

        Assert.Equal((204, Page), (preflight.Status, preflight.Header("Access-Control-Allow-Origin")));
        Assert.Equal("authorization,x-stainless-os", preflight.Header("Access-Control-Allow-Headers"));
        Assert.Equal("POST", preflight.Header("Access-Control-Allow-Methods"));
        // The page can read why it is refused.
        Assert.Equal((401, Page), (stranger.Status, stranger.Header("Access-Control-Allow-Origin")));
        Assert.Contains("X-Correlation-Id", stranger.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("Retry-After", stranger.Header("Access-Control-Expose-Headers"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("https://app.example.evil")]
    [InlineData("http://app.example")]
    [InlineData("null")]
    public async Task Another_page_is_told_nothing(string origin)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("token", ("cors_origins", Page));

        Answer preflight = await AskAsync(plane.Http, "OPTIONS", origin);
        Answer answer = await AskAsync(plane.Http, "POST", origin);

        Assert.Null(preflight.Header("Access-Control-Allow-Origin"));
        Assert.Null(answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Every_page_is_let_in_by_a_star_and_none_by_default()
    {
        await using ControlPlane open = await ControlPlane.StartAsync(("cors_origins", "*"));
        await using ControlPlane closed = await ControlPlane.StartAsync();

        Assert.Equal("*", (await AskAsync(open.Http, "OPTIONS", Page)).Header("Access-Control-Allow-Origin"));
        Answer refused = await AskAsync(closed.Http, "OPTIONS", Page);
        Assert.Equal(405, refused.Status);
        Assert.Null(refused.Header("Access-Control-Allow-Origin"));
    }

    private static async Task<Answer> AskAsync(HttpClient http, string method, string origin)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(method), new Uri(http.BaseAddress!, "/v1/chat/completions"));
        request.Headers.TryAddWithoutValidation("Origin", origin);
        if (method == "OPTIONS")
        {
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Headers", "authorization,x-stainless-os");
        }

        using HttpResponseMessage response = await http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
