using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class KeyHeaderTests
{
    [Fact]
    public async Task A_token_may_come_in_the_headers_that_other_clients_use()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("right");

        Assert.Equal(200, await StatusAsync(plane, ("x-api-key", "right")));
        Assert.Equal(200, await StatusAsync(plane, ("api-key", "right")));
        Assert.Equal(200, await StatusAsync(plane, ("X-API-Key", " right ")));
        Assert.Equal(200, await StatusAsync(plane, ("Authorization", "Bearer none"), ("x-api-key", "right")));
        Assert.Equal(200, await StatusAsync(plane, ("x-api-key", "wrong"), ("api-key", "right")));
        Assert.Equal(200, await StatusAsync(plane, ("Authorization", "Bearer right"), ("x-api-key", "wrong")));
    }

    [Theory]
    [InlineData("x-api-key", "wrong", "BAD_TOKEN")]
    [InlineData("api-key", "wrong", "BAD_TOKEN")]
    [InlineData("x-api-key", "Bearer right", "BAD_TOKEN")]
    [InlineData("x-api-key", "", "MISSING_TOKEN")]
    [InlineData("apikey", "right", "MISSING_TOKEN")]
    public async Task Anything_else_is_refused(string header, string value, string code)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("right");
        Answer answer = await AskAsync(plane, (header, value));

        Assert.Equal((401, code), (answer.Status, answer.Code));
    }

    private static async Task<int> StatusAsync(ControlPlane plane, params (string, string)[] headers) =>
        (await AskAsync(plane, headers)).Status;

    private static async Task<Answer> AskAsync(ControlPlane plane, params (string Name, string Value)[] headers)
    {
        using var stranger = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(plane.Url, "/v1/models"));
        foreach ((string name, string value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using HttpResponseMessage response = await stranger.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
