using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Handoff;

/// <summary>Handoff files of an operator's own script, at a node that knows nothing of the pool.</summary>
[Trait("lane", "integration")]
public sealed class HandoffTests : IAsyncLifetime
{
    private FakeEngine engine = null!;
    private Node node = null!;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync(new FakeEngineBehavior { Slots = 7, ContextTokens = 1234 });
        node = await Node.StartAsync([]);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Fact]
    public async Task A_file_written_by_hand_makes_a_ready_pool_and_the_engine_fills_in_the_rest()
    {
        await WriteAsync("hand", $$"""{"pool_id":"hand","engine":"llamacpp","url":"{{engine.Url}}"}""");
        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");

        PoolReport report = await node.StatusAsync("hand");
        Assert.Equal(7, report.SlotsTotal);
        Assert.Equal(1234, report.ContextTokens);
        Assert.Equal(new ModelId("fake-model"), report.ModelId);
        Assert.Equal("fake-1", report.EngineVersion);
        Assert.Equal(1, await node.MetricAsync(Processed("hand", "success")));
    }

    [Fact]
    public async Task What_the_file_says_goes_before_what_the_engine_says()
    {
        await WriteAsync("hand", $$"""
            {"pool_id":"hand","engine":"openai","url":"{{engine.Url}}","model_id":"mine","slots":2,"context_tokens":99}
            """);
        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");

        PoolReport report = await node.StatusAsync("hand");
        Assert.Equal((2, 99, new ModelId("mine")), (report.SlotsTotal, report.ContextTokens, report.ModelId));
    }

    [Fact]
    public async Task A_plain_openai_server_needs_no_more_than_its_model_list()
    {
        engine.Behavior = new FakeEngineBehavior { IsLlamaServer = false, ModelId = "org/plain" };
        await WriteAsync("hand", $$"""{"pool_id":"hand","engine":"openai","url":"{{engine.Url}}"}""");
        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");

        PoolReport report = await node.StatusAsync("hand");
        Assert.Equal((4, 0, new ModelId("org/plain")), (report.SlotsTotal, report.ContextTokens, report.ModelId));
    }

    [Fact]
    public async Task A_deleted_file_takes_the_pool_offline()
    {
        await WriteAsync("hand", $$"""{"pool_id":"hand","engine":"llamacpp","url":"{{engine.Url}}"}""");
        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");
        File.Delete(node.HandoffFile("hand"));

        await node.UntilAsync("hand", PoolState.Offline);
        Assert.Contains("deleted", (await node.StatusAsync("hand")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_is_counted_once_and_changes_nothing()
    {
        await WriteAsync("hand", $$"""{"pool_id":"hand","engine":"llamacpp","url":"{{engine.Url}}"}""");
        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");
        await WriteAsync("hand", "{ half of a file");

        await UntilCountedAsync(Processed("hand", "error"), 1);
        Assert.True((await node.StatusAsync("hand")).Ready);
        await NextScanAsync();
        Assert.Equal(1, await node.MetricAsync(Processed("hand", "error")));
    }

    [Theory]
    [InlineData("other", """{"pool_id":"hand","engine":"llamacpp","url":"http://127.0.0.1:1"}""")]
    [InlineData("bad name", """{"pool_id":"hand","engine":"llamacpp","url":"http://127.0.0.1:1"}""")]
    [InlineData("hand", """{"pool_id":"hand","engine":"llamacpp","url":"file:///etc/passwd"}""")]
    public async Task A_file_that_is_not_valid_makes_no_pool(string name, string json)
    {
        await WriteAsync(name, json);

        await UntilCountedAsync(Processed("unknown", "error"), 1);
        Assert.Equal("[]", await node.Http.GetStringAsync("/v2/pools", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_symbolic_link_makes_no_pool()
    {
        string real = Path.Combine(node.DataDir, "real");
        await File.WriteAllTextAsync(
            real,
            $$"""{"pool_id":"hand","engine":"llamacpp","url":"{{engine.Url}}"}""",
            TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(node.HandoffFile("hand"), real);

        await UntilCountedAsync(Processed("unknown", "error"), 1);
        Assert.Equal("[]", await node.Http.GetStringAsync("/v2/pools", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_mended_file_is_taken()
    {
        await WriteAsync("hand", "{");
        await UntilCountedAsync(Processed("unknown", "error"), 1);
        await WriteAsync("hand", $$"""{"pool_id":"hand","engine":"llamacpp","url":"{{engine.Url}}"}""");

        await UntilKnownAsync("hand");
        await node.UntilReadyAsync("hand");
    }

    private static string Processed(string poolId, string outcome) =>
        $"pool_handoff_files_processed_total{{pool_id=\"{poolId}\",outcome=\"{outcome}\"}}";

    private async Task WriteAsync(string name, string json)
    {
        string temporary = Path.Combine(node.DataDir, Guid.NewGuid().ToString("N"));
        await File.WriteAllTextAsync(temporary, json);
        File.Move(temporary, node.HandoffFile(name), overwrite: true);
    }

    private Task UntilKnownAsync(string poolId) => Eventually.HoldsAsync($"pool {poolId} is known", async () =>
        (await node.Http.GetStringAsync("/v2/pools")).Contains($"\"{poolId}\"", StringComparison.Ordinal));

    private Task UntilCountedAsync(string series, double count) =>
        Eventually.HoldsAsync($"{series} is {count}", async () => await node.MetricAsync(series) == count);

    private async Task NextScanAsync()
    {
        double last = await node.MetricAsync("pool_handoff_last_scan_timestamp_seconds");
        await Eventually.HoldsAsync("the folder is scanned again", async () =>
            await node.MetricAsync("pool_handoff_last_scan_timestamp_seconds") > last);
    }
}
