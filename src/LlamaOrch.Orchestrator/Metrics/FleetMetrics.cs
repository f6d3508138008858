using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Fleet;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>
/// Nodes and pools. Labels come from closed sets, or from ids of nodes that are in the fleet with their pools: what has
/// left it has no series, and what is said of it later makes none.
/// </summary>
internal sealed class FleetMetrics : IFleetFollower
{
    public const string Success = "success";
    public const string Error = "error";
    public const string Timeout = "timeout";
    public const string Unauthorized = "unauthorized";

    /// <summary>
    /// Stands for a node or pool that has no name yet, so that each series exists from the first scrape.
    /// </summary>
    public const string Unknown = "unknown";

    private const string Online = "online";
    private const string Offline = "offline";

    /// <summary>The outcome of a node that was forgotten.</summary>
    public const string Expired = "expired";

    // Milliseconds; dense around the alert's 100 ms.
    private static readonly double[] PollBucketsMs = [1, 2, 5, 10, 25, 50, 75, 100, 150, 250, 500, 1000, 2500, 5000];

    private readonly Lock gate = new();
    private readonly HashSet<string> nodes = [];
    private readonly HashSet<string> pools = [];
    private readonly HashSet<string> online = new(StringComparer.Ordinal);
    private readonly Counter registrations;
    private readonly Counter heartbeats;
    private readonly Counter deregistrations;
    private readonly CounterSeries conflicts;
    private readonly Counter polls;
    private readonly GaugeSeries nodesOnline;
    private readonly Gauge poolsAvailable;
    private readonly Gauge poolsResting;
    private readonly Counter transitions;
    private readonly Gauge lastHeartbeat;
    private readonly Gauge clockSkew;
    private readonly Histogram pollDuration;

    public FleetMetrics(MetricRegistry registry)
    {
        registrations = registry.CreateCounter(
            "orchd_node_registrations_total", "Node registration attempts.", ["outcome"]);
        heartbeats = registry.CreateCounter(
            "orchd_node_heartbeats_total", "Heartbeats received.", ["node_id", "outcome"]);
        deregistrations = registry.CreateCounter(
            "orchd_node_deregistrations_total", "Nodes that left, or were forgotten (expired).", ["outcome"]);
        conflicts = registry.CreateCounter(
            "orchd_node_id_conflicts_total",
            "Registrations and heartbeats refused because another agent with the node id is alive.")
            .WithLabels();
        polls = registry.CreateCounter(
            "orchd_pool_health_checks_total", "Polls of pools.", ["pool_id", "outcome"]);
        nodesOnline = registry.CreateGauge(
            "orchd_nodes_online", "Nodes whose heartbeats arrive; the same on every replica.").WithLabels();
        poolsAvailable = registry.CreateGauge(
            "orchd_pools_available", "1 while the pool takes work, else 0.", ["pool_id"]);
        poolsResting = registry.CreateGauge(
            "orchd_pools_resting",
            "1 while the pool has failed and gets no work, or one request at a time, else 0.",
            ["pool_id"]);
        lastHeartbeat = registry.CreateGauge(
            "orchd_node_last_heartbeat_timestamp_seconds", "When the node was last heard of.", ["node_id"]);
        transitions = registry.CreateCounter(
            "orchd_node_transitions_total",
            "Times that the node came to be counted as online, and ceased to be; its registration is none.",
            "node_id",
            "state");
        clockSkew = registry.CreateGauge(
            "orchd_node_clock_skew_seconds",
            "The node's clock minus that of the control plane when its last heartbeat arrived, seconds.",
            "node_id");
        pollDuration = registry.CreateHistogram(
            "orchd_pool_health_check_duration_ms",
            "How long a poll took, milliseconds.",
            PollBucketsMs,
            "pool_id");

        foreach (string outcome in (string[])[Success, Error, Unauthorized])
        {
            registrations.WithLabels(outcome);
            deregistrations.WithLabels(outcome);
        }

        deregistrations.WithLabels(Expired);
        CreateNode(Unknown);
        CreatePool(Unknown);
    }

    public void Registered(string outcome) => registrations.WithLabels(outcome).Inc();

    /// <summary>An agent was refused because its node id is another's.</summary>
    public void NodeIdTaken() => conflicts.Inc();

    public void Deregistered(string outcome) => deregistrations.WithLabels(outcome).Inc();

    /// <summary>
    /// Counts a heartbeat; one of a node that is not in the fleet, or of nobody known, shares one series.
    /// </summary>
    public void Heartbeat(NodeId? nodeId, string outcome)
    {
        lock (gate)
        {
            bool known = nodeId is NodeId id && nodes.Contains(id.Value);
            heartbeats.WithLabels(known ? nodeId!.Value.Value : Unknown, outcome).Inc();
        }
    }

    public void HeartbeatSeen(NodeId nodeId, DateTimeOffset at)
    {
        lock (gate)
        {
            if (nodes.Contains(nodeId.Value))
                lastHeartbeat.WithLabels(nodeId.Value).Set(at.ToUnixTimeMilliseconds() / 1000.0);
        }
    }

    /// <summary>What a node's clock said when its heartbeat arrived.</summary>
    public void ClockSeen(NodeId nodeId, DateTimeOffset said, DateTimeOffset now)
    {
        lock (gate)
        {
            if (nodes.Contains(nodeId.Value))
                clockSkew.WithLabels(nodeId.Value).Set(Math.Round((said - now).TotalSeconds, 3));
        }
    }

    public void PoolPolled(PoolId poolId, PoolProbeResult result)
    {
        lock (gate)
        {
            if (!pools.Contains(poolId.Value))
                return;
            polls.WithLabels(poolId.Value, result.Outcome).Inc();
            pollDuration.WithLabels(poolId.Value).Observe(result.Duration.TotalMilliseconds);
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        lock (gate)
        {
            nodesOnline.Set(fleet.NodesOnline);
            Replace(nodes, fleet.Nodes.Select(node => node.NodeId.Value), CreateNode, RemoveNode);
            foreach (NodeRecord node in fleet.Nodes)
                Follow(node);
            Replace(pools, fleet.Pools.Select(pool => pool.PoolId.Value), CreatePool, RemovePool);
            foreach (PoolSnapshot pool in fleet.Pools)
            {
                poolsAvailable.WithLabels(pool.PoolId.Value).Set(pool.Available ? 1 : 0);
                poolsResting.WithLabels(pool.PoolId.Value).Set(pool.Failures > 0 ? 1 : 0);
            }

            // Exactly while there is no pool does one without a name stand at 0: a sum over pools always has a value.
            if (pools.Count == 0)
            {
                poolsAvailable.WithLabels(Unknown).Set(0);
                poolsResting.WithLabels(Unknown).Set(0);
            }
            else
            {
                poolsAvailable.RemoveLabelled(Unknown);
                poolsResting.RemoveLabelled(Unknown);
            }
        }
    }

    private static void Replace(
        HashSet<string> known, IEnumerable<string> present, Action<string> create, Action<string> remove)
    {
        HashSet<string> now = [.. present];
        foreach (string gone in known.Where(id => !now.Contains(id)).ToArray())
        {
            known.Remove(gone);
            remove(gone);
        }

        foreach (string joined in now.Where(known.Add))
            create(joined);
    }

    private void Follow(NodeRecord node)
    {
        // That the control plane was restarted is no transition of its nodes.
        if (node.IsRestored)
            lastHeartbeat.WithLabels(node.NodeId.Value).Set(node.LastHeartbeat.ToUnixTimeMilliseconds() / 1000.0);
        else
            CountTransition(node.NodeId.Value, node.State is NodeState.Online or NodeState.Draining);
    }

    private void CountTransition(string nodeId, bool isOnline)
    {
        bool changed = isOnline ? online.Add(nodeId) : online.Remove(nodeId);
        if (changed)
            transitions.WithLabels(nodeId, isOnline ? Online : Offline).Inc();
    }

    private void CreateNode(string nodeId)
    {
        // It registers, so it is online, or it is restored and will be: what comes after that counts.
        online.Add(nodeId);
        transitions.WithLabels(nodeId, Online);
        transitions.WithLabels(nodeId, Offline);
        foreach (string outcome in (string[])[Success, Error, Unauthorized])
            heartbeats.WithLabels(nodeId, outcome);
    }

    private void RemoveNode(string nodeId)
    {
        online.Remove(nodeId);
        transitions.RemoveLabelled(nodeId, Online);
        transitions.RemoveLabelled(nodeId, Offline);
        lastHeartbeat.RemoveLabelled(nodeId);
        clockSkew.RemoveLabelled(nodeId);
        foreach (string outcome in (string[])[Success, Error, Unauthorized])
            heartbeats.RemoveLabelled(nodeId, outcome);
    }

    private void CreatePool(string poolId)
    {
        foreach (string outcome in (string[])[Success, Error, Timeout])
            polls.WithLabels(poolId, outcome);
        pollDuration.WithLabels(poolId);
        poolsAvailable.WithLabels(poolId);
        poolsResting.WithLabels(poolId);
    }

    private void RemovePool(string poolId)
    {
        poolsAvailable.RemoveLabelled(poolId);
        poolsResting.RemoveLabelled(poolId);
        pollDuration.RemoveLabelled(poolId);
        foreach (string outcome in (string[])[Success, Error, Timeout])
            polls.RemoveLabelled(poolId, outcome);
    }
}
