using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Overview;

/// <summary>The fleet at a glance: nodes, pools, queues, and how fast they go.</summary>
public sealed record FleetOverview
{
    private const string TokensOut = "tokens_out_total";

    /// <summary>The nodes, by id.</summary>
    public required IReadOnlyList<NodeRow> Nodes { get; init; }

    /// <summary>The pools, by id.</summary>
    public required IReadOnlyList<PoolRow> Pools { get; init; }

    /// <summary>The queues, the longest first.</summary>
    public required IReadOnlyList<QueueRow> Queues { get; init; }

    /// <summary>Generated tokens a second, of the whole fleet.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Answers that began, a second.</summary>
    public required double StartsPerSecond { get; init; }

    /// <summary>Nodes whose heartbeats arrive.</summary>
    public int NodesOnline => Nodes.Count(node => node.State is NodeState.Online or NodeState.Draining);

    /// <summary>Pools that take work.</summary>
    public int PoolsReady => Pools.Count(pool => pool.State == PoolState.Ready);

    /// <summary>Tasks that wait.</summary>
    public int Waiting => Queues.Sum(queue => queue.Waiting);

    /// <summary>The overview of now, with rates since an earlier moment; the same one twice has rates of 0.</summary>
    public static FleetOverview Of(OverviewSample now, OverviewSample earlier)
    {
        PoolRow[] pools = [.. now.Pools
            .OrderBy(pool => pool.PoolId.Value, StringComparer.Ordinal)
            .Select(pool => Row(pool, NodeOf(pool, now), now, earlier))];
        Dictionary<string, PoolRow> byId = pools.ToDictionary(pool => pool.PoolId);
        return new FleetOverview
        {
            Nodes = [.. now.Nodes
                .OrderBy(node => node.NodeId.Value, StringComparer.Ordinal)
                .Select(node => Row(node, byId))],
            Pools = pools,
            Queues = [.. Queue(now.Metrics).OrderByDescending(queue => queue.Waiting).ThenBy(queue => queue.Model)],
            TokensPerSecond = Rate(now, earlier, page => page.Sum(TokensOut)),
            StartsPerSecond = Rate(now, earlier, page => page.Sum("tasks_started_total")),
        };
    }

    private static PoolRow Row(PoolReport pool, string node, OverviewSample now, OverviewSample earlier)
    {
        bool isDown = pool.State is PoolState.Offline or PoolState.Failed;
        return new PoolRow(
            pool.PoolId.Value,
            node,
            pool.ModelId?.Value ?? "-",
            pool.Draining ? PoolState.Draining : pool.State,
            isDown ? 0 : pool.SlotsTotal - pool.SlotsFree,
            isDown ? 0 : pool.SlotsTotal,
            Rate(now, earlier, page => page.Sum(TokensOut, "pool_id", pool.PoolId.Value)),
            pool.Ready ? string.Empty : pool.LastError ?? string.Empty);
    }

    /// <summary>An older control plane does not say it, but its nodes do.</summary>
    private static string NodeOf(PoolReport pool, OverviewSample now) => pool.NodeId?.Value
        ?? now.Nodes.FirstOrDefault(node => node.Pools.Any(own => own.PoolId == pool.PoolId))?.NodeId.Value
        ?? "-";

    private static NodeRow Row(NodeView node, Dictionary<string, PoolRow> pools)
    {
        PoolRow[] own = [.. node.Pools.Select(pool => pools.GetValueOrDefault(pool.PoolId.Value)).OfType<PoolRow>()];
        return new NodeRow(
            node.NodeId.Value,
            node.State,
            node.LastHeartbeat,
            own.Count(pool => pool.State == PoolState.Ready),
            own.Length,
            own.Sum(pool => pool.SlotsHeld),
            own.Sum(pool => pool.SlotsTotal),
            own.Sum(pool => pool.TokensPerSecond));
    }

    private static IEnumerable<QueueRow> Queue(MetricsPage metrics) =>
        from series in metrics.Of("queue_depth")
        group series by series["model_id"] into model
        // Stands for the models that are not there yet.
        where model.Key != "unknown"
        let ages = metrics.Of("queue_oldest_age_seconds").Where(age => age["model_id"] == model.Key).ToArray()
        select new QueueRow(
            model.Key,
            (int)model.Where(series => series["priority"] == "interactive").Sum(series => series.Value),
            (int)model.Where(series => series["priority"] == "batch").Sum(series => series.Value),
            ages.Length == 0 ? null : ages.Max(age => age.Value));

    /// <summary>A counter that has fallen was born anew: what it counts since is not known yet.</summary>
    private static double Rate(OverviewSample now, OverviewSample earlier, Func<MetricsPage, double> count)
    {
        double seconds = (now.At - earlier.At).TotalSeconds;
        return seconds <= 0 ? 0 : Math.Max(0, count(now.Metrics) - count(earlier.Metrics)) / seconds;
    }
}
