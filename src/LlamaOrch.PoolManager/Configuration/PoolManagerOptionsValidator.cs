using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.PoolManager.Provisioning;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>Checks every setting at start and reports all problems together.</summary>
internal sealed class PoolManagerOptionsValidator : IValidateOptions<PoolManagerOptions>
{
    // What the control plane takes of one node.
    private const int PoolsMax = 256;

    public ValidateOptionsResult Validate(string? name, PoolManagerOptions options)
    {
        var problems = new List<string>();
        if (!BindAddress.TryParse(options.Addr, out _))
            problems.Add($"addr: '{options.Addr}' is not IP:PORT, such as 127.0.0.1:9200.");
        if (options.NodeId is string node && !IdentifierRules.IsValid(node))
            problems.Add($"node_id: '{node}' is not {PoolOptionsRules.IdRule}");
        Url(problems, "advertise_url", options.AdvertiseUrl);
        Url(problems, "orchestrator_url", options.OrchestratorUrl);
        if (DataHome.ProblemOf(options.DataDir ?? DataHome.Default) is string place)
            problems.Add($"data_dir: {place}");
        if (options.EngineCommand is string command && EngineCommand.Split(command).Count == 0)
            problems.Add("engine_command: it is empty, or a quote is not closed.");
        if (options.ModelsDir is string models && !Directory.Exists(models))
            problems.Add($"models_dir: the folder '{models}' does not exist.");
        Range(problems, "model_scan_interval_ms", options.ModelScanIntervalMs, 100, 3_600_000);
        Range(problems, "health_interval_ms", options.HealthIntervalMs, 50, 600_000);
        Range(problems, "health_timeout_ms", options.HealthTimeoutMs, 10, 60_000);
        Range(problems, "health_failures_max", options.HealthFailuresMax, 1, 100);
        Range(problems, "hang_restart_ms", options.HangRestartMs, 100, 3_600_000);
        Range(problems, "handoff_scan_interval_ms", options.HandoffScanIntervalMs, 50, 600_000);
        Range(problems, "start_timeout_ms", options.StartTimeoutMs, 100, 3_600_000);
        Range(problems, "restart_backoff_ms", options.RestartBackoffMs, 1, 60_000);
        Range(problems, "restart_backoff_max_ms", options.RestartBackoffMaxMs, options.RestartBackoffMs, 3_600_000);
        Range(problems, "restarts_max", options.RestartsMax, 0, 1_000);
        Range(problems, "restart_window_ms", options.RestartWindowMs, 1_000, 86_400_000);
        Range(problems, "drain_timeout_ms", options.DrainTimeoutMs, 0, 3_600_000);
        Range(problems, "stop_grace_ms", options.StopGraceMs, 0, 3_600_000);
        Range(problems, "body_bytes_max", options.BodyBytesMax, 1024, 1024 * 1024 * 1024);
        Pools(problems, options.Pools);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Pools(List<string> problems, IList<PoolOptions> pools)
    {
        if (pools.Count > PoolsMax)
            problems.Add($"pools: {pools.Count} pools are more than {PoolsMax}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int index = 0; index < pools.Count; index++)
        {
            PoolOptionsRules.Check(problems, $"pools:{index}", pools[index]);
            if (!seen.Add(pools[index].PoolId))
                problems.Add($"pools:{index}:pool_id: '{pools[index].PoolId}' is given twice.");
        }
    }

    private static void Url(List<string> problems, string key, string? text)
    {
        if (text is not null && CalledUrl.ProblemOfRoot(text) is string problem)
            problems.Add($"{key}: {problem}");
    }

    private static void Range(List<string> problems, string key, int value, int min, int max)
    {
        if (value < min || value > max)
            problems.Add($"{key}: {value} is not from {min} to {max}.");
    }
}
