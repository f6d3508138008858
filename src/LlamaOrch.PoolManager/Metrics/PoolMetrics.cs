using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>
/// The pools, with the devices that they are on. Gauges are filled when they are scraped, so that requests pay nothing
/// for them.
/// </summary>
internal sealed class PoolMetrics
{
    private readonly Lock gate = new();
    private readonly PoolDirectory pools;
    private readonly PoolReports reports;
    private readonly Gauge slotsTotal;
    private readonly Gauge slotsFree;
    private readonly Gauge ready;
    private readonly Gauge failed;
    private readonly Gauge vramTotal;
    private readonly Gauge vramFree;
    private readonly Gauge kvUse;
    private readonly Counter restarts;
    private HashSet<(string PoolId, string Device)> shown = [];

    public PoolMetrics(MetricRegistry registry, PoolDirectory pools, PoolReports reports)
    {
        (this.pools, this.reports) = (pools, reports);
        slotsTotal = PerPool(registry, "pool_slots_total", "Sequences that the pool's engine decodes in parallel.");
        slotsFree = PerPool(registry, "pool_slots_free", "Slots that no lease holds.");
        ready = PerPool(registry, "pool_ready", "1 while the pool takes work, else 0.");
        failed = PerPool(
            registry, "pool_failed", "1 while the pool's engine is given up, until somebody asks for it, else 0.");
        vramTotal = PerPool(registry, "pool_vram_total_bytes", "Memory of the pool's GPUs, bytes; 0 for a CPU pool.");
        vramFree = PerPool(registry, "pool_vram_free_bytes", "Free memory of the pool's GPUs, bytes.");
        kvUse = PerPool(registry, "kv_cache_usage_ratio", "Share of the engine's context memory in use, 0 to 1.");
        restarts = registry.CreateCounter(
            "pool_restarts_total", "Starts of the pool's engine after it crashed or hung.", "pool_id", "device");
        registry.OnScrape(Show);
    }

    /// <summary>Counts a start of an engine after its crash.</summary>
    public void Restarted(Pool pool) => restarts.WithLabels(pool.PoolId.Value, reports.Of(pool).DeviceMask).Inc();

    private void Show()
    {
        lock (gate)
        {
            var present = new HashSet<(string, string)>();
            foreach (Pool pool in pools.All)
            {
                PoolReport report = reports.Of(pool);
                (string PoolId, string Device) at = (pool.PoolId.Value, report.DeviceMask);
                present.Add(at);
                Show(at, pool, report);
            }

            if (present.Count == 0)
                ShowNone(present);
            foreach ((string PoolId, string Device) gone in shown.Except(present))
                Remove(gone);
            shown = present;
        }
    }

    private void Show((string PoolId, string Device) at, Pool pool, PoolReport report)
    {
        Set(slotsTotal, at, report.SlotsTotal);
        Set(slotsFree, at, report.SlotsFree);
        Set(ready, at, report.Ready ? 1 : 0);
        Set(failed, at, report.State == PoolState.Failed ? 1 : 0);
        Set(vramTotal, at, report.VramTotalBytes);
        Set(vramFree, at, report.VramFreeBytes);
        Set(kvUse, at, report.Ready ? pool.KvUse : 0);
        restarts.WithLabels(at.PoolId, at.Device);
    }

    /// <summary>Exactly while there is no pool does one without a name stand at 0.</summary>
    private void ShowNone(HashSet<(string, string)> present)
    {
        (string, string) none = (Outcomes.Unknown, DeviceMasks.Cpu);
        present.Add(none);
        foreach (Gauge gauge in Gauges)
            Set(gauge, none, 0);
        restarts.WithLabels(Outcomes.Unknown, DeviceMasks.Cpu);
    }

    private void Remove((string PoolId, string Device) gone)
    {
        foreach (Gauge gauge in Gauges)
            gauge.RemoveLabelled(gone.PoolId, gone.Device);
        restarts.RemoveLabelled(gone.PoolId, gone.Device);
    }

    private Gauge[] Gauges => [slotsTotal, slotsFree, ready, failed, vramTotal, vramFree, kvUse];

    private static void Set(Gauge gauge, (string PoolId, string Device) at, double value) =>
        gauge.WithLabels(at.PoolId, at.Device).Set(value);

    private static Gauge PerPool(MetricRegistry registry, string name, string help) =>
        registry.CreateGauge(name, help, "pool_id", "device");
}
