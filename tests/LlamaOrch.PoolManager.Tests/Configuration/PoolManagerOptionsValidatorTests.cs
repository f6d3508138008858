using LlamaOrch.PoolManager.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Tests.Configuration;

[Trait("lane", "unit")]
public sealed class PoolManagerOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid() => Assert.True(Validate(new PoolManagerOptions()).Succeeded);

    [Fact]
    public void Every_problem_is_reported_together()
    {
        var options = new PoolManagerOptions
        {
            Addr = "nowhere",
            NodeId = "a node",
            OrchestratorUrl = "ftp://x",
            HealthIntervalMs = 1,
            EngineCommand = "'open",
            Pools = { new PoolOptions { PoolId = "p", Engine = "llamacpp" } },
        };

        ValidateOptionsResult result = Validate(options);

        foreach (string key in (string[])
            ["addr", "node_id", "orchestrator_url", "health_interval_ms", "engine_command", "pools:0:model_path"])
            Assert.Contains(result.Failures!, problem => problem.StartsWith(key + ":", StringComparison.Ordinal));
        Assert.Equal(6, result.Failures!.Count());
    }

    [Theory]
    [InlineData(50, true)]
    [InlineData(49, false)]
    [InlineData(600_000, true)]
    [InlineData(600_001, false)]
    public void Ranges_hold_at_their_bounds(int intervalMs, bool valid) => Assert.Equal(
        valid, Validate(new PoolManagerOptions { HealthIntervalMs = intervalMs }).Succeeded);

    [Theory]
    [InlineData("", "openai", "http://h", null, "cpu", "pool_id")]
    [InlineData("p", "tgi", null, null, "cpu", "engine")]
    [InlineData("p", "openai", null, null, "cpu", "engine_url")]
    [InlineData("p", "openai", "h:80", null, "cpu", "engine_url")]
    [InlineData("p", "openai", "http://h", null, "0;1", "device")]
    [InlineData("p", "llamacpp", null, "m.gguf", "0", "device")]
    [InlineData("p", "llamacpp", null, " ", "cpu", "model_path")]
    public void Pools_with_one_problem_name_it(
        string poolId, string engine, string? url, string? model, string device, string key)
    {
        var pool = new PoolOptions
        {
            PoolId = poolId,
            Engine = engine,
            EngineUrl = url,
            ModelPath = model,
            Device = device,
        };

        string problem = Assert.Single(Validate(new PoolManagerOptions { Pools = { pool } }).Failures!);

        Assert.StartsWith($"pools:0:{key}:", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://user:planted-word@h:80")]
    [InlineData("http://user:planted-word@h:80/v1")]
    [InlineData("http://h/?key=planted-word")]
    [InlineData("http://h/#planted-word")]
    [InlineData("ftp://user:planted-word@h")]
    public void Urls_with_credentials_are_refused_and_not_shown(string url)
    {
        PoolOptions pool = Attached("p");
        pool.EngineUrl = url;
        var options = new PoolManagerOptions { AdvertiseUrl = url, OrchestratorUrl = url, Pools = { pool } };

        string[] problems = [.. Validate(options).Failures!];

        Assert.Equal(
            ["advertise_url", "orchestrator_url", "pools:0:engine_url"],
            problems.Select(problem => problem.Split(": ")[0]));
        Assert.All(problems, problem => Assert.DoesNotContain("planted-word", problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, 1, 1, "slots")]
    [InlineData(4097, 1, 1, "slots")]
    [InlineData(1, 0, 1, "context_tokens")]
    [InlineData(1, 1, 1025, "threads")]
    public void Pool_numbers_out_of_range_are_named(int slots, int context, int threads, string key)
    {
        PoolOptions pool = Attached("p");
        (pool.Slots, pool.ContextTokens, pool.Threads) = (slots, context, threads);

        string problem = Assert.Single(Validate(new PoolManagerOptions { Pools = { pool } }).Failures!);

        Assert.StartsWith($"pools:0:{key}:", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Pool_ids_given_twice_are_refused() => Assert.Contains(
        "twice",
        Assert.Single(Validate(new PoolManagerOptions { Pools = { Attached("p"), Attached("p") } }).Failures!),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    public void Pools_are_limited(int count, bool valid)
    {
        var options = new PoolManagerOptions();
        for (int index = 0; index < count; index++)
            options.Pools.Add(Attached($"p{index}"));

        Assert.Equal(valid, Validate(options).Succeeded);
    }

    private static PoolOptions Attached(string poolId) =>
        new() { PoolId = poolId, Engine = "openai", EngineUrl = "http://127.0.0.1:1" };

    private static ValidateOptionsResult Validate(PoolManagerOptions options) =>
        new PoolManagerOptionsValidator().Validate(null, options);
}
