using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;

namespace LlamaOrch.PoolManager.Tests.Engines;

/// <summary>A pool follows the health of its engine.</summary>
[Trait("lane", "integration")]
public sealed class EngineHealthTests
{
    [Fact]
    public async Task An_unreachable_engine_fails_the_pool_with_one_sentence_and_is_taken_when_it_comes()
    {
        FakeEngine earlier = await FakeEngine.StartAsync();
        Uri url = earlier.Url;
        await earlier.DisposeAsync();
        await using Node node = await Node.StartAsync(Node.Attached("p", url));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Equal(
            $"The engine at {url} does not answer: connection refused.", (await node.StatusAsync("p")).LastError);

        await using FakeEngine engine = await FakeEngine.StartAsync(port: url.Port);
        await node.UntilReadyAsync("p");
        Assert.Null((await node.StatusAsync("p")).LastError);
    }

    [Fact]
    public async Task An_engine_that_loads_is_initializing_until_it_is_done()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HealthStatus = 503 });
        await using Node node = await Node.StartAsync(Node.Attached("p", engine.Url));
        await node.UntilAsync("p", PoolState.Initializing);

        engine.Behavior = new FakeEngineBehavior();

        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task An_engine_that_is_silent_fails_the_pool_until_it_says_that_it_loads()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HealthHangs = true });
        await using Node node = await Node.StartAsync(
            [.. Node.Attached("p", engine.Url), "--health_timeout_ms", "50", "--health_failures_max", "2"]);
        await node.UntilAsync("p", PoolState.Failed);
        Assert.Contains("no answer within", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);

        engine.Behavior = new FakeEngineBehavior { HealthStatus = 503 };
        await node.UntilAsync("p", PoolState.Initializing);

        engine.Behavior = new FakeEngineBehavior();
        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task An_engine_that_stops_answering_is_not_ready_until_it_answers_again()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using Node node = await Node.StartReadyAsync(
            engine, "--health_timeout_ms", "50", "--health_failures_max", "2");

        engine.Behavior = new FakeEngineBehavior { HealthHangs = true };
        await node.UntilAsync("p", PoolState.Offline);
        Assert.Contains("no answer within", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);

        engine.Behavior = new FakeEngineBehavior();
        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task A_server_that_is_no_engine_fails_the_pool_with_one_sentence()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HealthStatus = 404 });
        await using Node node = await Node.StartAsync(Node.Attached("p", engine.Url));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("answers 404", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_whose_model_has_no_usable_name_asks_for_a_setting()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = false, ModelId = "   " });
        await using Node node = await Node.StartAsync(Node.Attached("p", engine.Url));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("set model_id", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_changed_while_the_engine_was_away_is_seen()
    {
        FakeEngine engine = await FakeEngine.StartAsync();
        await using Node node = await Node.StartReadyAsync(engine);
        await engine.DisposeAsync();
        await node.UntilAsync("p", PoolState.Offline);

        await using FakeEngine later = await FakeEngine.StartAsync(
            new FakeEngineBehavior { ModelId = "new-model", Slots = 9 }, engine.Url.Port);

        await node.UntilAsync("p", report => report is { Ready: true, SlotsTotal: 9, ModelId.Value: "new-model" });
    }
}
