using System.Net;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;

namespace LlamaOrch.PoolManager.Tests.Endpoints;

/// <summary>Drain, preload and reload of an attached pool.</summary>
[Trait("lane", "integration")]
public sealed class PoolControlTests : IAsyncLifetime
{
    private FakeEngine engine = null!;
    private Node node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 1 });
        node = await Node.StartReadyAsync(engine);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Drain_finishes_what_runs_and_refuses_what_comes_until_preload()
    {
        using HttpResponseMessage running = await node.SendAsync(node.Infer("""{"stream":true}"""), Cancel);
        await AskAsync("drain");

        PoolReport report = await node.StatusAsync("p");
        Assert.Equal((PoolState.Draining, true, false), (report.State, report.Draining, report.Ready));
        using HttpResponseMessage refused = await node.SendAsync(node.Infer("{}"), Cancel);
        Assert.Equal("POOL_UNREADY", refused.Headers.GetValues(LlorchHeaders.NodeRefusal).Single());

        engine.ReleaseHeld();
        Assert.EndsWith(
            "data: [DONE]\n\n", await running.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await AskAsync("preload");
        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task Reload_waits_for_what_runs_then_asks_the_engine_anew()
    {
        using HttpResponseMessage running = await node.SendAsync(node.Infer("""{"stream":true}"""), Cancel);
        engine.Behavior = new FakeEngineBehavior { Slots = 2, HoldAfterTokens = 1 };
        await AskAsync("reload");
        Assert.Equal(PoolState.Draining, (await node.StatusAsync("p")).State);

        engine.ReleaseHeld();
        Assert.EndsWith(
            "data: [DONE]\n\n", await running.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

        await node.UntilAsync("p", after => after is { Ready: true, SlotsTotal: 2 });
    }

    [Theory]
    [InlineData("drain")]
    [InlineData("preload")]
    [InlineData("reload")]
    public async Task Unknown_pools_are_not_found(string verb)
    {
        using HttpResponseMessage answer = await node.Http.PostAsync($"/v2/pools/q/{verb}", null, Cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Ready_answers_for_the_pools()
    {
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("/ready"));
        await AskAsync("drain");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusOfAsync("/ready"));
        Assert.Equal(HttpStatusCode.OK, await StatusOfAsync("/health"));
    }

    private async Task AskAsync(string verb)
    {
        using HttpResponseMessage answer = await node.Http.PostAsync($"/v2/pools/p/{verb}", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    private async Task<HttpStatusCode> StatusOfAsync(string path)
    {
        using HttpResponseMessage answer = await node.Http.GetAsync(path, Cancel);
        return answer.StatusCode;
    }
}
