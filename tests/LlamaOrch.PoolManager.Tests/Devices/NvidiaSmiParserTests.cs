using LlamaOrch.Contracts.Nodes;
using LlamaOrch.PoolManager.Devices;

namespace LlamaOrch.PoolManager.Tests.Devices;

[Trait("lane", "unit")]
public sealed class NvidiaSmiParserTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Parse_reads_every_gpu()
    {
        IReadOnlyList<GpuReading> gpus = NvidiaSmiParser.Parse(
            """
            0, GPU-aa, NVIDIA H100 80GB HBM3, 81559, 1024, 37, 9.0
            1, GPU-bb, NVIDIA GeForce RTX 3090, 24576, 0, 0, 8.6

            """);

        Assert.Equal(
            [
                new GpuReading(
                    new GpuDevice("0", "NVIDIA H100 80GB HBM3", 81559 * Mebibyte, "9.0"),
                    "GPU-aa",
                    1024 * Mebibyte,
                    0.37),
                new GpuReading(
                    new GpuDevice("1", "NVIDIA GeForce RTX 3090", 24576 * Mebibyte, "8.6"), "GPU-bb", 0, 0),
            ],
            gpus);
    }

    [Fact]
    public void Parse_takes_what_the_driver_does_not_tell_as_nothing()
    {
        GpuReading gpu = NvidiaSmiParser.Parse("0, GPU-aa, Tesla, [N/A], [Not Supported], [N/A], [N/A]").Single();

        Assert.Equal(new GpuReading(new GpuDevice("0", "Tesla", 0, string.Empty), "GPU-aa", 0, 0), gpu);
    }

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.")]
    [InlineData("x, GPU-aa, Tesla, 1, 1, 1, 1")]
    [InlineData("0, GPU-aa, Tesla")]
    public void Parse_of_other_output_finds_nothing(string output) => Assert.Empty(NvidiaSmiParser.Parse(output));

    [Fact]
    public void Parse_bounds_what_can_not_be()
    {
        GpuReading gpu = NvidiaSmiParser.Parse("0, GPU-aa, Tesla, -5, NaN, 250, 9.0").Single();

        Assert.Equal((0L, 0L, 1.0), (gpu.Device.VramTotalBytes, gpu.VramUsedBytes, gpu.Utilization));
    }
}
