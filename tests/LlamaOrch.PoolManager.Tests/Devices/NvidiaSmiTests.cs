using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Devices;

[Trait("lane", "integration")]
public sealed class NvidiaSmiTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Read_without_the_program_finds_nothing() => Assert.Empty(
        await new NvidiaSmi(folder.File("missing")).ReadAsync(TestContext.Current.CancellationToken));

    [Fact]
    public async Task Read_of_a_driver_finds_its_gpus()
    {
        string program = Scripts.Write(folder, "smi", "echo '0, GPU-aa, Tesla, 16, 4, 50, 7.5'");

        GpuReading gpu = Assert.Single(await new NvidiaSmi(program).ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal("Tesla", gpu.Device.Name);
    }

    [Fact]
    public async Task Read_of_a_driver_that_fails_finds_nothing()
    {
        string program = Scripts.Write(folder, "smi", "echo '0, GPU-aa, Tesla, 16, 4, 50, 7.5'; exit 9");

        Assert.Empty(await new NvidiaSmi(program).ReadAsync(TestContext.Current.CancellationToken));
    }
}
