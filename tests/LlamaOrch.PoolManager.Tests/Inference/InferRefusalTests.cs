using System.Net;
using System.Net.Http.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Inference;

/// <summary>What the node itself refuses, and how it says so.</summary>
[Trait("lane", "integration")]
public sealed class InferRefusalTests : IAsyncLifetime
{
    private FakeEngine engine = null!;
    private Node node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        node = await Node.StartReadyAsync(engine, "--pools:0:slots", "2", "--body_bytes_max", "2048");
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Leases_beyond_the_slots_are_refused_and_those_within_are_listed()
    {
        engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 1 };
        using HttpResponseMessage first = await node.SendAsync(node.Infer("""{"stream":true}""", lease: "a"), Cancel);
        using HttpResponseMessage second = await node.SendAsync(node.Infer("""{"stream":true}""", lease: "b"), Cancel);

        await AssertRefusedAsync(await node.SendAsync(node.Infer("{}"), Cancel), "REPLICA_EXHAUSTED", 503);
        PoolReport report = await node.StatusAsync("p");
        Assert.Equal(0, report.SlotsFree);
        Assert.Equal([new LeaseId("a"), new LeaseId("b")], report.ActiveLeases.OrderBy(lease => lease.Value));
        Assert.Equal(2, engine.Requests.Count);
        engine.ReleaseHeld();
    }

    [Fact]
    public async Task A_lease_used_twice_is_refused_and_never_reaches_the_engine()
    {
        using HttpResponseMessage first = await node.SendAsync(node.Infer("{}", lease: "a"), Cancel);
        await first.Content.ReadAsByteArrayAsync(Cancel);
        await node.UntilAsync("p", report => report.SlotsFree == 2);
        HttpRequestMessage again = node.Infer("{}", lease: "a");
        again.Headers.Remove(LlorchHeaders.LeaseFence);
        again.Headers.Add(LlorchHeaders.LeaseFence, "1");

        await AssertRefusedAsync(await node.SendAsync(again, Cancel), "CONFLICT", 409);
        Assert.Single(engine.Requests);
    }

    [Theory]
    [InlineData(LlorchHeaders.LeaseId, null)]
    [InlineData(LlorchHeaders.LeaseId, "a b")]
    [InlineData(LlorchHeaders.LeaseFence, null)]
    [InlineData(LlorchHeaders.LeaseFence, "one")]
    [InlineData(LlorchHeaders.EngineRoute, null)]
    [InlineData(LlorchHeaders.EngineRoute, "/props")]
    public async Task Headers_that_are_missing_or_malformed_are_named(string header, string? value)
    {
        HttpRequestMessage request = node.Infer("{}");
        request.Headers.Remove(header);
        if (value is not null)
            request.Headers.Add(header, value);

        ErrorBody error = await AssertRefusedAsync(await node.SendAsync(request, Cancel), "INVALID_PARAMS", 400);
        Assert.Contains(header, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_wants_a_key_is_named_and_its_words_stay_here()
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.Unauthorized };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer("{}"), Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal(LlorchHeaders.EngineDenied, answer.Headers.GetValues(LlorchHeaders.NodeRefusal).Single());
        ErrorBody error = (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErrorBody, Cancel))!;
        Assert.Equal("POOL_UNAVAILABLE", error.Code);
        Assert.Contains("wants an API key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_pools_are_not_found() => await AssertRefusedAsync(
        await node.SendAsync(node.Infer("{}", poolId: "q"), Cancel), "NOT_FOUND", 404);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Bodies_beyond_the_limit_are_refused(bool chunked)
    {
        HttpRequestMessage request = node.Infer(new string('x', 2049));
        request.Headers.TransferEncodingChunked = chunked;

        await AssertRefusedAsync(await node.SendAsync(request, Cancel), "INVALID_PARAMS", 413);
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task Bodies_at_the_limit_pass()
    {
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(new string('x', 2048)), Cancel);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_pool_whose_engine_went_away_is_refused_and_soon_offline()
    {
        await engine.DisposeAsync();

        await Eventually.HoldsAsync("the engine refuses connections", async () =>
        {
            using HttpResponseMessage answer = await node.SendAsync(node.Infer("{}"), Cancel);
            return answer.Headers.TryGetValues(LlorchHeaders.NodeRefusal, out var codes)
                && codes.Single() == "POOL_UNAVAILABLE";
        });
        await node.UntilAsync("p", PoolState.Offline);
        Assert.Contains("connection refused", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    private static async Task<ErrorBody> AssertRefusedAsync(HttpResponseMessage answer, string code, int status)
    {
        using (answer)
        {
            Assert.Equal(code, answer.Headers.GetValues(LlorchHeaders.NodeRefusal).Single());
            Assert.Equal(status, (int)answer.StatusCode);
            ErrorBody error = (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.ErrorBody, Cancel))!;
            Assert.Equal(code, error.Code);
            return error;
        }
    }
}
