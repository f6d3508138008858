using LlamaOrch.Hosting.Exposition;
using LlamaOrch.PoolManager.Devices;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>The GPUs, filled when scraped. A machine without one shows device <c>none</c> at 0.</summary>
internal sealed class DeviceMetrics
{
    private const string None = "none";

    private readonly DeviceInventory devices;
    private readonly Gauge utilization;
    private readonly Gauge vramUsed;

    public DeviceMetrics(MetricRegistry registry, DeviceInventory devices)
    {
        this.devices = devices;
        utilization = registry.CreateGauge(
            "gpu_utilization", "Share of time in which the GPU worked lately, 0 to 1.", ["device"]);
        vramUsed = registry.CreateGauge("vram_used_bytes", "Memory of the GPU in use, bytes.", ["device"]);
        registry.OnScrape(Show);
    }

    private void Show()
    {
        IReadOnlyList<GpuReading> gpus = devices.Gpus;
        if (gpus.Count == 0)
        {
            utilization.WithLabels(None).Set(0);
            vramUsed.WithLabels(None).Set(0);
        }

        foreach (GpuReading gpu in gpus)
        {
            utilization.WithLabels(gpu.Device.DeviceId).Set(gpu.Utilization);
            vramUsed.WithLabels(gpu.Device.DeviceId).Set(gpu.VramUsedBytes);
        }
    }
}
