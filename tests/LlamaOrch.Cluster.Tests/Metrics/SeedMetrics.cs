namespace LlamaOrch.Cluster.Tests.Metrics;

/// <summary>
/// The metrics of the commissioning document, with the label values that exist before anything happens.
/// </summary>
internal static class SeedMetrics
{
    private static readonly string[] Outcomes = ["success", "error"];
    private static readonly string[] Guarded = [.. Outcomes, "unauthorized"];

    /// <summary>A metric: its name, kind and labels, and the outcomes that it can have.</summary>
    public sealed record Expected(string Name, string Kind, string[] Labels, string[] OutcomeValues);

    /// <summary>Those of orchestratord.</summary>
    public static Expected[] Orchestrator { get; } =
    [
        new("orchd_node_registrations_total", "counter", ["outcome"], Guarded),
        new("orchd_node_heartbeats_total", "counter", ["node_id", "outcome"], Guarded),
        new("orchd_node_deregistrations_total", "counter", ["outcome"], [.. Guarded, "expired"]),
        new("orchd_pool_health_checks_total", "counter", ["outcome", "pool_id"], [.. Outcomes, "timeout"]),
        new("orchd_nodes_online", "gauge", [], []),
        new("orchd_pools_available", "gauge", ["pool_id"], []),
        new("orchd_pool_health_check_duration_ms", "histogram", ["pool_id"], []),
    ];

    /// <summary>Those of pool-managerd.</summary>
    public static Expected[] PoolManager { get; } =
    [
        new("pool_handoff_files_processed_total", "counter", ["outcome", "pool_id"], Outcomes),
        new("pool_handoff_processing_duration_ms", "histogram", ["pool_id"], []),
        new("pool_registration_attempts_total", "counter", ["outcome"], Guarded),
        new("pool_heartbeat_sent_total", "counter", ["outcome"], Guarded),
    ];
}
