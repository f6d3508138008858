using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Pools;
using Prometheus;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>The pools. Gauges are filled when they are scraped, so that requests pay nothing for them.</summary>
internal sealed class PoolMetrics
{
    private readonly PoolDirectory pools;
    private readonly PoolReports reports;
    private readonly Gauge slotsTotal;
    private readonly Gauge slotsFree;
    private readonly Gauge ready;
    private readonly Gauge vramTotal;
    private readonly Gauge vramFree;
    private readonly Gauge kvUse;
    private readonly Counter restarts;

    public PoolMetrics(IMetricFactory factory, CollectorRegistry registry, PoolDirectory pools, PoolReports reports)
    {
        (this.pools, this.reports) = (pools, reports);
        slotsTotal = PerPool(factory, "pool_slots_total", "Sequences that the pool's engine decodes in parallel.");
        slotsFree = PerPool(factory, "pool_slots_free", "Slots that no lease holds.");
        ready = PerPool(factory, "pool_ready", "1 while the pool takes work, else 0.");
        vramTotal = PerPool(factory, "pool_vram_total_bytes", "Memory of the pool's GPUs, bytes; 0 for a CPU pool.");
        vramFree = PerPool(factory, "pool_vram_free_bytes", "Free memory of the pool's GPUs, bytes.");
        kvUse = PerPool(factory, "kv_cache_usage_ratio", "Share of the engine's context memory in use, 0 to 1.");
        restarts = factory.CreateCounter(
            "pool_restarts_total", "Starts of the pool's engine after it crashed or hung.", ["pool_id"]);
        registry.AddBeforeCollectCallback(Show);
    }

    /// <summary>Counts a start of an engine after its crash.</summary>
    public void Restarted(PoolId poolId) => restarts.WithLabels(poolId.Value).Inc();

    private void Show()
    {
        IReadOnlyList<Pool> all = pools.All;
        if (all.Count == 0)
            ShowNone();
        else
            RemoveNone();
        foreach (Pool pool in all)
        {
            PoolReport report = reports.Of(pool);
            string id = pool.PoolId.Value;
            slotsTotal.WithLabels(id).Set(report.SlotsTotal);
            slotsFree.WithLabels(id).Set(report.SlotsFree);
            ready.WithLabels(id).Set(report.Ready ? 1 : 0);
            vramTotal.WithLabels(id).Set(report.VramTotalBytes);
            vramFree.WithLabels(id).Set(report.VramFreeBytes);
            kvUse.WithLabels(id).Set(report.Ready ? pool.KvUse : 0);
            restarts.WithLabels(id);
        }
    }

    private void ShowNone()
    {
        foreach (Gauge gauge in Gauges)
            gauge.WithLabels(Outcomes.Unknown).Set(0);
        restarts.WithLabels(Outcomes.Unknown);
    }

    private void RemoveNone()
    {
        foreach (Gauge gauge in Gauges)
            gauge.RemoveLabelled(Outcomes.Unknown);
        restarts.RemoveLabelled(Outcomes.Unknown);
    }

    private Gauge[] Gauges => [slotsTotal, slotsFree, ready, vramTotal, vramFree, kvUse];

    private static Gauge PerPool(IMetricFactory factory, string name, string help) =>
        factory.CreateGauge(name, help, ["pool_id"]);
}
