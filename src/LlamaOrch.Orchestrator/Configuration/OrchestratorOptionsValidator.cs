using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Placement;
using LlamaOrch.Orchestrator.Sessions;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>Checks every setting at start and reports all problems together.</summary>
internal sealed class OrchestratorOptionsValidator : IValidateOptions<OrchestratorOptions>
{
    public ValidateOptionsResult Validate(string? name, OrchestratorOptions options)
    {
        var problems = new List<string>();
        if (!BindAddress.TryParse(options.Addr, out _))
            problems.Add($"addr: '{options.Addr}' is not IP:PORT, such as 127.0.0.1:8080.");
        if (CrossOrigin.ProblemOf(options.CorsOrigins) is string origin)
            problems.Add($"cors_origins: {origin}");
        if (options.Cluster != "localhost")
            problems.Add($"cluster: '{options.Cluster}' is not one of: localhost.");
        Range(problems, "heartbeat_interval_ms", options.HeartbeatIntervalMs, 100, 600_000);
        Range(problems, "node_stale_ms", options.NodeStaleMs, options.HeartbeatIntervalMs + 1L, 86_400_000);
        Range(problems, "node_forget_ms", options.NodeForgetMs, 0, int.MaxValue);
        Range(problems, "pool_poll_interval_ms", options.PoolPollIntervalMs, 100, 600_000);
        Range(problems, "pool_poll_timeout_ms", options.PoolPollTimeoutMs, 10, 60_000);
        Range(problems, "queue_capacity", options.QueueCapacity, 1, 1_000_000);
        Range(problems, "queue_bytes_max", options.QueueBytesMax, 1L << 20, 1L << 40);
        if (QueuePolicies.Parse(options.QueuePolicy) is null)
            problems.Add($"queue_policy: '{options.QueuePolicy}' is not one of: reject, drop-lru.");
        Range(problems, "queue_wait_max_ms", options.QueueWaitMaxMs, 1, int.MaxValue);
        Range(problems, "dispatch_attempts_max", options.DispatchAttemptsMax, 1, 16);
        Range(problems, "stop_grace_ms", options.StopGraceMs, 0, 3_600_000);
        Range(problems, "stream_keepalive_ms", options.StreamKeepaliveMs, 100, 600_000);
        Range(problems, "body_bytes_max", options.BodyBytesMax, 1024, 1024 * 1024 * 1024);
        Range(problems, "tasks_kept", options.TasksKept, 0, 1_000_000);
        Range(problems, "task_events_bytes_max", options.TaskEventsBytesMax, 1L << 20, 1L << 36);
        Range(problems, "task_result_bytes_max", options.TaskResultBytesMax, 0, 64 * 1024 * 1024);
        Range(problems, "running_events_bytes_max", options.RunningEventsBytesMax, 1L << 20, 1L << 36);
        CheckStorage(problems, options);
        Range(problems, "decisions_kept", options.DecisionsKept, 0, 100_000);
        Range(problems, "artifacts_bytes_max", options.ArtifactsBytesMax, 1L << 20, 1L << 50);
        Range(problems, "artifacts_days_max", options.ArtifactsDaysMax, 1, 36_500);
        problems.AddRange(PlacementSettings.Problems(options));
        Range(problems, "session_ttl_ms", options.SessionTtlMs, 1_000, 86_400_000);
        Range(problems, "session_turns_max", options.SessionTurnsMax, 1, 1_000);
        Range(problems, "session_tokens_max", options.SessionTokensMax, 0, long.MaxValue);
        Range(problems, "session_time_ms_max", options.SessionTimeMsMax, 0, BudgetViews.TimeMsMax);
        Range(problems, "session_cost_max", options.SessionCostMax, 0, BudgetViews.CostMax);
        Range(problems, "price_per_1k_tokens", options.PricePer1kTokens, 0, 1_000_000);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckStorage(List<string> problems, OrchestratorOptions options)
    {
        if (DataHome.ProblemOf(options.DataDir) is string place)
            problems.Add($"data_dir: {place}");
        if (options.Storage is not (StorageKinds.Sqlite or StorageKinds.Postgres))
            problems.Add($"storage: '{options.Storage}' is not one of: sqlite, postgres.");
        else if (options.Storage == StorageKinds.Postgres && PostgresAddress.Read(options).Problem is string problem)
            problems.Add(problem);
    }

    private static void Range(List<string> problems, string key, decimal value, decimal min, decimal max)
    {
        if (value < min || value > max)
            problems.Add($"{key}: {value} is not from {min} to {max}.");
    }
}
