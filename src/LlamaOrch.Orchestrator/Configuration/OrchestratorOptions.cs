using System.Reflection;
using LlamaOrch.Core.Placement;
using LlamaOrch.Hosting.Startup;
using Microsoft.Extensions.Configuration;

namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>
/// Settings of orchestratord: keys of the JSON file, <c>ORCHD_</c> environment variables and arguments alike.
/// Listed in <c>docs/reference/orchestratord.md</c>.
/// </summary>
public sealed class OrchestratorOptions
{
    /// <summary>Prefix of the environment variables.</summary>
    public const string EnvironmentPrefix = "ORCHD_";

    /// <summary>The names of all settings.</summary>
    public static IReadOnlyList<string> Keys { get; } =
        [.. Values(new OrchestratorOptions()).Select(setting => setting.Key)];

    /// <summary>Where the API listens. Default <c>127.0.0.1:8080</c>.</summary>
    [ConfigurationKeyName("addr")]
    public string Addr { get; set; } = "127.0.0.1:8080";

    /// <summary>
    /// Origins of web pages that may call the API from a browser, separated by commas, such as
    /// <c>https://app.example</c>; <c>*</c> for all. Default none.
    /// </summary>
    [ConfigurationKeyName("cors_origins")]
    public string CorsOrigins { get; set; } = string.Empty;

    /// <summary>How the replicas find each other: <c>localhost</c> (one replica, the default).</summary>
    [ConfigurationKeyName("cluster")]
    public string Cluster { get; set; } = "localhost";

    /// <summary>How often nodes report, milliseconds, 100 to 600,000. Default 10,000.</summary>
    [ConfigurationKeyName("heartbeat_interval_ms")]
    public int HeartbeatIntervalMs { get; set; } = 10_000;

    /// <summary>A node silent for longer is offline, milliseconds, above the interval. Default 30,000.</summary>
    [ConfigurationKeyName("node_stale_ms")]
    public int NodeStaleMs { get; set; } = 30_000;

    /// <summary>An offline node is forgotten after this, milliseconds. Default 3,600,000.</summary>
    [ConfigurationKeyName("node_forget_ms")]
    public int NodeForgetMs { get; set; } = 3_600_000;

    /// <summary>How often each pool is polled, milliseconds, 100 to 600,000. Default 5,000.</summary>
    [ConfigurationKeyName("pool_poll_interval_ms")]
    public int PoolPollIntervalMs { get; set; } = 5_000;

    /// <summary>A poll unanswered for longer has failed, milliseconds, 10 to 60,000. Default 2,000.</summary>
    [ConfigurationKeyName("pool_poll_timeout_ms")]
    public int PoolPollTimeoutMs { get; set; } = 2_000;

    /// <summary>Most tasks that wait per model, 1 to 1,000,000. Default 10,000.</summary>
    [ConfigurationKeyName("queue_capacity")]
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// Most bytes of bodies of requests that wait, over all models, 1 MiB to 1 TiB; beyond, a request that would wait
    /// is refused. Default 1 GiB.
    /// </summary>
    [ConfigurationKeyName("queue_bytes_max")]
    public long QueueBytesMax { get; set; } = 1L << 30;

    /// <summary>
    /// What happens when a task comes to a full queue: <c>reject</c> (it is turned away, the default) or
    /// <c>drop-lru</c> (the oldest waiting batch task makes room, else the oldest of the newcomer's priority).
    /// </summary>
    [ConfigurationKeyName("queue_policy")]
    public string QueuePolicy { get; set; } = QueuePolicies.Reject;

    /// <summary>A task that waits for longer ends with <c>DECODE_TIMEOUT</c>, milliseconds. Default 600,000.</summary>
    [ConfigurationKeyName("queue_wait_max_ms")]
    public int QueueWaitMaxMs { get; set; } = 600_000;

    /// <summary>
    /// How many pools a task may fail on before its first token until it is given up, 1 to 16. Default 4.
    /// </summary>
    [ConfigurationKeyName("dispatch_attempts_max")]
    public int DispatchAttemptsMax { get; set; } = 4;

    /// <summary>
    /// How long answers that have begun may go on at a stop, milliseconds, 0 to 3,600,000. Default 5,000.
    /// </summary>
    [ConfigurationKeyName("stop_grace_ms")]
    public int StopGraceMs { get; set; } = 5_000;

    /// <summary>
    /// How long an event stream may be silent before it gets a comment, milliseconds, 100 to 600,000. Default 10,000:
    /// proxies give up after 60 seconds, and some phones' networks after 30.
    /// </summary>
    [ConfigurationKeyName("stream_keepalive_ms")]
    public int StreamKeepaliveMs { get; set; } = 10_000;

    /// <summary>Largest request body, bytes, 1,024 to 1 GiB. Default 16 MiB.</summary>
    [ConfigurationKeyName("body_bytes_max")]
    public int BodyBytesMax { get; set; } = 16 * 1024 * 1024;

    /// <summary>How many ended tasks are kept for <c>GET /v2/tasks</c>, 0 to 1,000,000. Default 10,000.</summary>
    [ConfigurationKeyName("tasks_kept")]
    public int TasksKept { get; set; } = 10_000;

    /// <summary>
    /// Most bytes in the database for what one of the <see cref="TasksKept"/> came to, packed, 0 to 64 MiB; what takes
    /// more is not kept, 0 keeps nothing. Default 256 KiB, some twenty thousand tokens.
    /// </summary>
    [ConfigurationKeyName("task_result_bytes_max")]
    public int TaskResultBytesMax { get; set; } = 256 * 1024;

    /// <summary>Most memory for the events of ended tasks, bytes, 1 MiB to 64 GiB. Default 256 MiB.</summary>
    [ConfigurationKeyName("task_events_bytes_max")]
    public long TaskEventsBytesMax { get; set; } = 256L * 1024 * 1024;

    /// <summary>
    /// Most memory for the events of all tasks that run, bytes, 1 MiB to 64 GiB. Default 1 GiB.
    /// </summary>
    [ConfigurationKeyName("running_events_bytes_max")]
    public long RunningEventsBytesMax { get; set; } = 1L << 30;

    /// <summary>
    /// Where the control plane keeps what outlives it. Default <c>~/.local/share/llama-orch</c>, or
    /// <c>$XDG_DATA_HOME/llama-orch</c> where that variable is set.
    /// </summary>
    [ConfigurationKeyName("data_dir")]
    public string DataDir { get; set; } = DataHome.Default;

    /// <summary>
    /// What keeps it: <c>sqlite</c>, a file in <see cref="DataDir"/> (the default), or <c>postgres</c>.
    /// </summary>
    [ConfigurationKeyName("storage")]
    public string Storage { get; set; } = StorageKinds.Sqlite;

    /// <summary>
    /// Address of the PostgreSQL database, <c>postgres://user:password@host:5432/database</c> or in Npgsql's own form.
    /// Default none; never shown. Needed by <c>storage=postgres</c>, unless <see cref="PostgresUrlFile"/> is given.
    /// </summary>
    [ConfigurationKeyName("postgres_url")]
    public string? PostgresUrl { get; set; }

    /// <summary>A file that holds the address instead. Default none.</summary>
    [ConfigurationKeyName("postgres_url_file")]
    public string? PostgresUrlFile { get; set; }

    /// <summary>How a pool is picked: <c>least-loaded</c> (default), <c>round-robin</c>, <c>random</c>.</summary>
    [ConfigurationKeyName("placement_strategy")]
    public string PlacementStrategy { get; set; } = PlacementPolicy.Default.Strategy;

    /// <summary>Weight of the share of free slots, 0 to 100. Default 1.</summary>
    [ConfigurationKeyName("placement_weight_free_slots")]
    public double PlacementWeightFreeSlots { get; set; } = PlacementPolicy.Default.FreeSlotsWeight;

    /// <summary>Weight of the share of free device memory, 0 to 100. Default 0.1.</summary>
    [ConfigurationKeyName("placement_weight_free_vram")]
    public double PlacementWeightFreeVram { get; set; } = PlacementPolicy.Default.FreeVramWeight;

    /// <summary>Weight of the first-token latency observed, 0 to 100. Default 0.25.</summary>
    [ConfigurationKeyName("placement_weight_latency")]
    public double PlacementWeightLatency { get; set; } = PlacementPolicy.Default.LatencyWeight;

    /// <summary>Weight of the pool that a session ran on last, 0 to 100. Default 1.</summary>
    [ConfigurationKeyName("placement_weight_session_affinity")]
    public double PlacementWeightSessionAffinity { get; set; } = PlacementPolicy.Default.SessionAffinityWeight;

    /// <summary>Weight of the prompt prefix shared with earlier tasks, 0 to 100. Default 0.5.</summary>
    [ConfigurationKeyName("placement_weight_prefix_affinity")]
    public double PlacementWeightPrefixAffinity { get; set; } = PlacementPolicy.Default.PrefixAffinityWeight;

    /// <summary>How much fuller a pool may be for a shared prefix to count, 0 to 1. Default 0.25.</summary>
    [ConfigurationKeyName("placement_prefix_balance_max")]
    public double PlacementPrefixBalanceMax { get; set; } = PlacementPolicy.Default.PrefixBalanceMax;

    /// <summary>The first-token latency that scores one half, milliseconds, 1 to 600,000. Default 1,000.</summary>
    [ConfigurationKeyName("placement_latency_half_ms")]
    public int PlacementLatencyHalfMs { get; set; } = (int)PlacementPolicy.Default.LatencyHalf.TotalMilliseconds;

    /// <summary>
    /// Free device memory below which a pool on devices gets no new work, bytes, 0 to 1 TiB. Default 0: never.
    /// </summary>
    [ConfigurationKeyName("placement_vram_free_bytes_min")]
    public long PlacementVramFreeBytesMin { get; set; } = PlacementPolicy.Default.VramFreeBytesMin;

    /// <summary>How many decisions per model are kept for those who ask why, 0 to 100,000. Default 1,000.</summary>
    [ConfigurationKeyName("decisions_kept")]
    public int DecisionsKept { get; set; } = 1_000;

    /// <summary>
    /// A session without a turn for longer is forgotten, milliseconds, 1,000 to 86,400,000. Default 600,000.
    /// </summary>
    [ConfigurationKeyName("session_ttl_ms")]
    public int SessionTtlMs { get; set; } = 600_000;

    /// <summary>Most turns of a session, 1 to 1,000. Default 8.</summary>
    [ConfigurationKeyName("session_turns_max")]
    public int SessionTurnsMax { get; set; } = 8;

    /// <summary>Most generated tokens of a session, from 0; 0 is no limit. Default 0.</summary>
    [ConfigurationKeyName("session_tokens_max")]
    public long SessionTokensMax { get; set; }

    /// <summary>Most time on slots of a session, milliseconds, from 0; 0 is no limit. Default 0.</summary>
    [ConfigurationKeyName("session_time_ms_max")]
    public long SessionTimeMsMax { get; set; }

    /// <summary>
    /// Most cost of a session, in the operator's currency, 0 to 1,000,000,000; 0 is no limit. Default 0.
    /// </summary>
    [ConfigurationKeyName("session_cost_max")]
    public decimal SessionCostMax { get; set; }

    /// <summary>
    /// Price of 1,000 generated tokens, in the operator's currency, 0 to 1,000,000, to millionths. Default 0.
    /// </summary>
    [ConfigurationKeyName("price_per_1k_tokens")]
    public decimal PricePer1kTokens { get; set; }

    /// <summary>Most bytes of all artifacts together, 1 MiB to 1 PiB; the oldest go first. Default 1 GiB.</summary>
    [ConfigurationKeyName("artifacts_bytes_max")]
    public long ArtifactsBytesMax { get; set; } = 1L << 30;

    /// <summary>How long artifacts are kept, days, 1 to 36,500. Default 30.</summary>
    [ConfigurationKeyName("artifacts_days_max")]
    public int ArtifactsDaysMax { get; set; } = 30;

    /// <summary>
    /// Whether the records of tasks keep prompts and messages. Default false: only their length and hash.
    /// </summary>
    [ConfigurationKeyName("artifacts_prompts")]
    public bool ArtifactsPrompts { get; set; }

    /// <summary>Each setting with its value, by name.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Values(OrchestratorOptions options) =>
        from property in typeof(OrchestratorOptions).GetProperties()
        let name = property.GetCustomAttribute<ConfigurationKeyNameAttribute>()?.Name
        where name is not null
        select KeyValuePair.Create(name, $"{property.GetValue(options)}");
}
