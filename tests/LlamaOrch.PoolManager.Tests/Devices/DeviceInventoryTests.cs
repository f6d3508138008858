using LlamaOrch.PoolManager.Devices;

namespace LlamaOrch.PoolManager.Tests.Devices;

[Trait("lane", "unit")]
public sealed class DeviceInventoryTests
{
    private const long Mebibyte = 1024 * 1024;

    private readonly DeviceInventory devices = new();

    public DeviceInventoryTests() => devices.Update(NvidiaSmiParser.Parse(
        """
        0, GPU-aa, A, 1000, 100, 0, 9.0
        1, GPU-bb, B, 500, 50, 0, 9.0
        """));

    [Theory]
    [InlineData("cpu", 0, 0)]
    [InlineData("0", 1000, 900)]
    [InlineData("0,1", 1500, 1350)]
    [InlineData("GPU-bb", 500, 450)]
    [InlineData("7", 0, 0)]
    public void Vram_is_that_of_the_devices_of_the_mask(string mask, long totalMebibytes, long freeMebibytes) =>
        Assert.Equal((totalMebibytes * Mebibyte, freeMebibytes * Mebibyte), devices.VramOf(mask));

    [Fact]
    public void Capabilities_tell_what_this_machine_has()
    {
        Assert.Equal(2, devices.Capabilities.Gpus.Count);
        Assert.InRange(devices.Capabilities.CpuCores, 1, 4096);
        Assert.InRange(devices.Capabilities.RamTotalBytes, 64 * Mebibyte, long.MaxValue);
    }
}
