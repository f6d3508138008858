using Microsoft.Extensions.Hosting;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>
/// Reads the devices once before the node registers, and then now and then on machines that have any.
/// </summary>
internal sealed class DeviceWatch(NvidiaSmi driver, DeviceInventory inventory, TimeProvider time) : BackgroundService
{
    // Each reading starts a process; scrapes are seldom closer together.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        inventory.Update(await driver.ReadAsync(cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (inventory.Gpus.Count > 0)
        {
            await Task.Delay(Interval, time, stoppingToken);
            IReadOnlyList<GpuReading> gpus = await driver.ReadAsync(stoppingToken);
            // A driver that is too busy to answer has not lost its GPUs.
            if (gpus.Count > 0)
                inventory.Update(gpus);
        }
    }
}
