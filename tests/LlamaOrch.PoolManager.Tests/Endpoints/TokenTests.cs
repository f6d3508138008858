using System.Net;
using System.Net.Http.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.PoolManager.Tests.Fixtures;

namespace LlamaOrch.PoolManager.Tests.Endpoints;

[Trait("lane", "integration")]
public sealed class TokenTests
{
    private static readonly (HttpMethod Method, string Path)[] Guarded =
    [
        (HttpMethod.Get, "/v2/pools"),
        (HttpMethod.Get, "/v2/pools/p/status"),
        (HttpMethod.Post, "/v2/pools/p/infer"),
        (HttpMethod.Post, "/v2/pools/p/drain"),
        (HttpMethod.Post, "/v2/pools/p/reload"),
        (HttpMethod.Post, "/v2/pools/p/preload"),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, "MISSING_TOKEN")]
    [InlineData("wrong", "BAD_TOKEN")]
    public async Task Routes_without_the_token_are_refused(string? token, string code)
    {
        await using Node node = await Node.StartAsync([], token: "secret,next");
        if (token is not null)
            node.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        foreach ((HttpMethod method, string path) in Guarded)
        {
            using HttpResponseMessage answer = await node.Http.SendAsync(new HttpRequestMessage(method, path), Cancel);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal(
                code, (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErrorBody, Cancel))!.Code);
        }
    }

    [Fact]
    public async Task Probes_need_no_token_and_every_token_of_the_list_opens_the_rest()
    {
        await using Node node = await Node.StartAsync([], token: "secret,next");
        Assert.NotEmpty(await node.Http.GetStringAsync("/health", Cancel));
        Assert.NotEmpty(await node.Http.GetStringAsync("/metrics", Cancel));
        node.Http.DefaultRequestHeaders.Authorization = new("Bearer", "next");

        Assert.Equal("[]", await node.Http.GetStringAsync("/v2/pools", Cancel));
    }
}
