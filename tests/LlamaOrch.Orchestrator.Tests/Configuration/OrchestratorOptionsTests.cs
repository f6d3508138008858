using System.Text.RegularExpressions;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Features;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Microsoft.Extensions.Options;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Configuration;

[Trait("lane", "unit")]
public sealed partial class OrchestratorOptionsTests
{
    [Fact]
    public void The_defaults_are_valid() => Assert.True(Validate(new OrchestratorOptions()).Succeeded);

    public static TheoryData<string, OrchestratorOptions> OutOfRange => new()
    {
        { "addr", new() { Addr = "nowhere" } },
        { "cluster", new() { Cluster = "moon" } },
        { "heartbeat_interval_ms", new() { HeartbeatIntervalMs = 99 } },
        { "heartbeat_interval_ms", new() { HeartbeatIntervalMs = int.MaxValue } },
        { "node_stale_ms", new() { HeartbeatIntervalMs = 1000, NodeStaleMs = 1000 } },
        { "node_stale_ms", new() { HeartbeatIntervalMs = int.MaxValue } },
        { "node_forget_ms", new() { NodeForgetMs = -1 } },
        { "pool_poll_interval_ms", new() { PoolPollIntervalMs = 99 } },
        { "pool_poll_timeout_ms", new() { PoolPollTimeoutMs = 9 } },
        { "queue_capacity", new() { QueueCapacity = 0 } },
        { "queue_wait_max_ms", new() { QueueWaitMaxMs = 0 } },
        { "dispatch_attempts_max", new() { DispatchAttemptsMax = 17 } },
        { "body_bytes_max", new() { BodyBytesMax = 1023 } },
        { "decisions_kept", new() { DecisionsKept = -1 } },
        { "placement_strategy", new() { PlacementStrategy = "best" } },
        { "placement_weight_free_slots", new() { PlacementWeightFreeSlots = -0.1 } },
        { "placement_weight_free_vram", new() { PlacementWeightFreeVram = 101 } },
        { "placement_weight_latency", new() { PlacementWeightLatency = double.NaN } },
        { "placement_weight_session_affinity", new() { PlacementWeightSessionAffinity = -1 } },
        { "placement_weight_prefix_affinity", new() { PlacementWeightPrefixAffinity = 1000 } },
        { "placement_prefix_balance_max", new() { PlacementPrefixBalanceMax = 1.1 } },
        { "placement_latency_half_ms", new() { PlacementLatencyHalfMs = 0 } },
        { "placement_vram_free_bytes_min", new() { PlacementVramFreeBytesMin = -1 } },
        { "tasks_kept", new() { TasksKept = 1_000_001 } },
        { "artifacts_bytes_max", new() { ArtifactsBytesMax = (1 << 20) - 1 } },
        { "artifacts_days_max", new() { ArtifactsDaysMax = 0 } },
        { "task_events_bytes_max", new() { TaskEventsBytesMax = 0 } },
        { "data_dir", new() { DataDir = " " } },
        { "storage", new() { Storage = "paper" } },
        { "postgres_url", new() { Storage = "postgres" } },
        { "postgres_url", new() { Storage = "postgres", PostgresUrl = "secret" } },
        { "postgres_url", new() { Storage = "postgres", PostgresUrl = "Host=h", PostgresUrlFile = "/f" } },
        { "postgres_url_file", new() { Storage = "postgres", PostgresUrlFile = "/no/such/file" } },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void A_value_out_of_range_is_named(string key, OrchestratorOptions options) =>
        Assert.Contains(
            Validate(options).Failures!, problem => problem.StartsWith($"{key}: ", StringComparison.Ordinal));

    [Fact]
    public void The_address_of_a_database_is_never_told() => Assert.DoesNotContain(
        Validate(new() { Storage = "postgres", PostgresUrl = "secret" }).Failures!,
        problem => problem.Contains("secret", StringComparison.Ordinal));

    [Fact]
    public void The_address_of_a_database_may_stand_in_a_file()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("url"), "postgres://me:secret@host/db\n");

        var options = new OrchestratorOptions { Storage = "postgres", PostgresUrlFile = directory.File("url") };

        Assert.True(Validate(options).Succeeded);
        Assert.Equal("postgres://me:secret@host/db", PostgresAddress.Read(options).Address);
    }

    [Theory]
    [InlineData("/var/lib/orch", "/var/lib/orch")]
    [InlineData("~/orch", "{home}/orch")]
    public void The_data_directory_is_where_its_setting_says(string setting, string expected) => Assert.Equal(
        expected.Replace("{home}", Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)),
        DataHome.Resolve(setting));

    [Fact]
    public void All_problems_are_told_together() =>
        Assert.Equal(2, Validate(new() { Addr = "x", QueueCapacity = 0 }).Failures!.Count());

    [Theory]
    [InlineData("--adr", "127.0.0.1:1")]
    [InlineData("--queue_capacity", "many")]
    [InlineData("--queue_capacity", "0")]
    [InlineData("--config", "/no/such/file.json")]
    public void A_start_with_a_bad_setting_fails_with_the_code_for_it(string key, string value)
    {
        StartupException failure = Assert.Throws<StartupException>(() =>
            DaemonHost.CreateBuilder(OrchestratorOptions.EnvironmentPrefix, [key, value]).AddOrchestratorOptions());

        Assert.Equal(ExitCode.BadConfiguration, failure.Code);
    }

    [Fact]
    public void The_reference_lists_exactly_the_settings_with_their_defaults()
    {
        string reference = File.ReadAllText(Path.Combine(BuiltHost.Root, "docs/reference/orchestratord.md"));
        Dictionary<string, string> listed = SettingRow().Matches(reference)
            .ToDictionary(
                row => row.Groups["key"].Value, row => row.Groups["default"].Value.Replace(",", string.Empty));
        var defaults = new OrchestratorOptions();

        Assert.Equal(OrchestratorOptions.Keys.Order(), listed.Keys.Order());
        foreach ((string key, string value) in OrchestratorOptions.Values(defaults))
            Assert.Equal((key, value), (key, listed[key]));
    }

    [GeneratedRegex(@"^\| `(?<key>[a-z0-9_]+)` \| (`(?<default>[^`]*)`|none) \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    private static ValidateOptionsResult Validate(OrchestratorOptions options) =>
        new OrchestratorOptionsValidator().Validate(null, options);
}
