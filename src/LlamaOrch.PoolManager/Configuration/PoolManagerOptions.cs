using Microsoft.Extensions.Configuration;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>
/// Settings of pool-managerd: keys of the JSON file, <c>POOLD_</c> environment variables and arguments alike.
/// Listed in <c>docs/reference/pool-managerd.md</c>.
/// </summary>
public sealed class PoolManagerOptions
{
    /// <summary>Prefix of the environment variables.</summary>
    public const string EnvironmentPrefix = "POOLD_";

    /// <summary>Where the node's API listens. Default <c>127.0.0.1:9200</c>.</summary>
    [ConfigurationKeyName("addr")]
    public string Addr { get; set; } = "127.0.0.1:9200";

    /// <summary>The node's name in the fleet. Default: the machine's name.</summary>
    [ConfigurationKeyName("node_id")]
    public string? NodeId { get; set; }

    /// <summary>
    /// Where the control plane reaches this node. Default: derived from the address that it listens on.
    /// </summary>
    [ConfigurationKeyName("advertise_url")]
    public string? AdvertiseUrl { get; set; }

    /// <summary>The control plane to join. Default none: the node stands alone.</summary>
    [ConfigurationKeyName("orchestrator_url")]
    public string? OrchestratorUrl { get; set; }

    /// <summary>
    /// Handoff files and the node's own state. Default <c>$XDG_DATA_HOME</c> or <c>~/.local/share</c>, there
    /// <c>llama-orch</c>.
    /// </summary>
    [ConfigurationKeyName("data_dir")]
    public string? DataDir { get; set; }

    /// <summary>
    /// The one folder whose files callers may register as models. Default none: they may register nothing.
    /// </summary>
    [ConfigurationKeyName("models_dir")]
    public string? ModelsDir { get; set; }

    /// <summary>
    /// How often model files are looked at for a change, milliseconds, 100 to 3,600,000. Default 10,000.
    /// </summary>
    [ConfigurationKeyName("model_scan_interval_ms")]
    public int ModelScanIntervalMs { get; set; } = 10_000;

    /// <summary>
    /// The embedded engine's program and its first arguments, separated by spaces, quoted where a part has spaces.
    /// Default: this program with <c>engine</c>.
    /// </summary>
    [ConfigurationKeyName("engine_command")]
    public string? EngineCommand { get; set; }

    /// <summary>The pools to provision at start, at most 256. Default none.</summary>
    [ConfigurationKeyName("pools")]
    public IList<PoolOptions> Pools { get; } = [];

    /// <summary>How often each engine's health is asked for, milliseconds, 50 to 600,000. Default 1,000.</summary>
    [ConfigurationKeyName("health_interval_ms")]
    public int HealthIntervalMs { get; set; } = 1_000;

    /// <summary>A health check unanswered for longer has failed, milliseconds, 10 to 60,000. Default 2,000.</summary>
    [ConfigurationKeyName("health_timeout_ms")]
    public int HealthTimeoutMs { get; set; } = 2_000;

    /// <summary>
    /// So many unanswered checks in a row make a pool offline, 1 to 100; a refused connection does at once. Default 3.
    /// </summary>
    [ConfigurationKeyName("health_failures_max")]
    public int HealthFailuresMax { get; set; } = 3;

    /// <summary>
    /// An engine of ours that is silent for longer is restarted, milliseconds, 100 to 3,600,000. Default 60,000.
    /// </summary>
    [ConfigurationKeyName("hang_restart_ms")]
    public int HangRestartMs { get; set; } = 60_000;

    /// <summary>
    /// How often the handoff folder is read even without a change seen, milliseconds, 50 to 600,000. Default 2,000.
    /// </summary>
    [ConfigurationKeyName("handoff_scan_interval_ms")]
    public int HandoffScanIntervalMs { get; set; } = 2_000;

    /// <summary>
    /// An engine must be healthy within this after its start, milliseconds, 100 to 3,600,000. Default 600,000.
    /// </summary>
    [ConfigurationKeyName("start_timeout_ms")]
    public int StartTimeoutMs { get; set; } = 600_000;

    /// <summary>
    /// Pause before the first restart of a crashed engine, milliseconds, 1 to 60,000; doubles each time. Default 500.
    /// </summary>
    [ConfigurationKeyName("restart_backoff_ms")]
    public int RestartBackoffMs { get; set; } = 500;

    /// <summary>Longest pause before a restart, milliseconds, up to 3,600,000. Default 30,000.</summary>
    [ConfigurationKeyName("restart_backoff_max_ms")]
    public int RestartBackoffMaxMs { get; set; } = 30_000;

    /// <summary>More crashes than this within the window fail the pool, 0 to 1,000. Default 5.</summary>
    [ConfigurationKeyName("restarts_max")]
    public int RestartsMax { get; set; } = 5;

    /// <summary>The window of <c>restarts_max</c>, milliseconds, 1,000 to 86,400,000. Default 300,000.</summary>
    [ConfigurationKeyName("restart_window_ms")]
    public int RestartWindowMs { get; set; } = 300_000;

    /// <summary>How long <c>reload</c> waits for running work, milliseconds, 0 to 3,600,000. Default 30,000.</summary>
    [ConfigurationKeyName("drain_timeout_ms")]
    public int DrainTimeoutMs { get; set; } = 30_000;

    /// <summary>How long running streams may go on at shutdown, milliseconds, 0 to 3,600,000. Default 5,000.</summary>
    [ConfigurationKeyName("stop_grace_ms")]
    public int StopGraceMs { get; set; } = 5_000;

    /// <summary>Largest request body, bytes, 1,024 to 1 GiB. Default 16 MiB.</summary>
    [ConfigurationKeyName("body_bytes_max")]
    public int BodyBytesMax { get; set; } = 16 * 1024 * 1024;
}
