using System.Net;
using LlamaOrch.Contracts.Http;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Inference;

/// <summary>What breaks on one side breaks on the other, at once and visibly.</summary>
[Trait("lane", "integration")]
public sealed class InferAbortTests : IAsyncLifetime
{
    private const string Stream = """{"stream":true}""";

    private FakeEngine engine = null!;
    private Node node = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        node = await Node.StartReadyAsync(engine, "--pools:0:slots", "1");
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task Caller_that_leaves_amid_a_stream_ends_it_at_the_engine_and_frees_the_slot()
    {
        engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 1 };
        HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await lines.ReadLineAsync(Cancel);
        Assert.Equal(0, (await node.StatusAsync("p")).SlotsFree);

        answer.Dispose();

        await Eventually.HoldsAsync("the engine sees the abort", () => engine.AbortedCount == 1);
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }

    [Theory]
    [InlineData(EngineFault.Hang)]
    [InlineData(EngineFault.None)]
    public async Task Caller_that_leaves_before_any_answer_ends_it_at_the_engine(EngineFault fault)
    {
        engine.Behavior = new FakeEngineBehavior { Fault = fault, HoldAfterTokens = 0 };
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> sending = node.SendAsync(node.Infer(Stream), leave.Token);
        await Eventually.HoldsAsync("the request is at the engine", () => engine.ActiveCount == 1);

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        await Eventually.HoldsAsync("the engine sees the abort", () => engine.AbortedCount == 1);
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }

    [Fact]
    public async Task Stream_that_breaks_at_the_engine_breaks_the_answer()
    {
        engine.Behavior = new FakeEngineBehavior
        {
            Fault = EngineFault.ResetMidStream,
            FaultAfterTokens = 1,
            HoldAfterTokens = 1,
        };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
        await lines.ReadLineAsync(Cancel);
        engine.ReleaseHeld();

        await Assert.ThrowsAnyAsync<IOException>(() => lines.ReadToEndAsync(Cancel));
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }

    [Fact]
    public async Task Empty_answer_is_refused_so_that_it_can_go_elsewhere()
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.EndEarly, FaultAfterTokens = 0 };

        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);

        Assert.Equal("POOL_UNAVAILABLE", answer.Headers.GetValues(LlorchHeaders.NodeRefusal).Single());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Stream_that_ends_without_its_mark_breaks_the_answer_behind_what_came(int tokens)
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.EndEarly, FaultAfterTokens = tokens };
        var read = new List<string>();

        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));
            while (await lines.ReadLineAsync(Cancel) is string line)
                read.Add(line);
        });

        Assert.Equal(tokens, read.Count(line => line.StartsWith("data: ", StringComparison.Ordinal)));
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }

    [Fact]
    public async Task Stream_is_kept_back_by_nobody()
    {
        engine.Behavior = new FakeEngineBehavior();

        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);

        Assert.Equal("no", answer.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Whole_answer_that_breaks_at_the_engine_never_looks_whole()
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.ResetMidStream };
        bool looksWhole;
        try
        {
            using HttpResponseMessage answer = await node.SendAsync(node.Infer("{}"), Cancel);
            await answer.Content.ReadAsByteArrayAsync(Cancel);
            looksWhole = !answer.Headers.Contains(LlorchHeaders.NodeRefusal);
        }
        catch (HttpRequestException)
        {
            looksWhole = false;
        }

        Assert.False(looksWhole);
    }

    [Fact]
    public async Task Reset_before_any_answer_is_refused_so_that_it_can_go_elsewhere()
    {
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.ResetBeforeAnswer };
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Stream), Cancel);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("POOL_UNAVAILABLE", answer.Headers.GetValues(LlorchHeaders.NodeRefusal).Single());
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }
}
