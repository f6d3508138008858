using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>What this machine has, as last read.</summary>
internal sealed class DeviceInventory
{
    /// <summary>The accelerators; empty on a CPU machine.</summary>
    public IReadOnlyList<GpuReading> Gpus { get; private set; } = [];

    /// <summary>What the node registers with. Cores and memory are those that a container may use.</summary>
    public NodeCapabilities Capabilities => new(
        [.. Gpus.Select(gpu => gpu.Device)],
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Takes a new reading.</summary>
    public void Update(IReadOnlyList<GpuReading> gpus) => Gpus = gpus;

    /// <summary>
    /// Memory of the devices of a mask, total and free, bytes; 0 for <c>cpu</c> and for devices not seen.
    /// </summary>
    public (long TotalBytes, long FreeBytes) VramOf(string deviceMask)
    {
        if (deviceMask == DeviceMasks.Cpu)
            return (0, 0);
        string[] ids = deviceMask.Split(',');
        GpuReading[] chosen = [.. Gpus.Where(gpu => ids.Contains(gpu.Device.DeviceId) || ids.Contains(gpu.Uuid))];
        long total = chosen.Sum(gpu => gpu.Device.VramTotalBytes);
        return (total, Math.Max(0, total - chosen.Sum(gpu => gpu.VramUsedBytes)));
    }
}
