using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class DeviceCheckTests
{
    private readonly DeviceCheck check = new();

    [Fact]
    public void Pools_that_use_every_gpu_are_well_and_so_is_a_fleet_without_any()
    {
        check.FindsNothingIn(Well());
        check.FindsNothingIn(Of(WithGpus(2, Pool("n1-p0") with { DeviceMask = "0,1" })));
    }

    [Fact]
    public void A_gpu_that_no_pool_uses_is_named() => check.Finds(
        Of(WithGpus(2, Pool("n1-p0") with { DeviceMask = "0" })),
        "gpu-unused", Severity.Warning, "n1", "GPU 1 (H100)");

    [Fact]
    public void A_pool_on_a_gpu_that_is_not_there_is_an_error() => check.Finds(
        Of(WithGpus(1, Pool("n1-p0") with { DeviceMask = "0,7" })),
        "device-missing", Severity.Error, "n1-p0", "GPU 7");

    [Fact]
    public void A_pool_on_the_processor_is_found_beside_a_gpu()
    {
        PoolReport onGpu = Pool("n1-p0") with { DeviceMask = "0" };

        check.Finds(Of(WithGpus(1, onGpu, Pool("n1-p1"))), "pool-on-cpu", Severity.Warning, "n1-p1", "processor");
    }

    private static NodeView WithGpus(int count, params PoolReport[] pools) => Node("n1", pools) with
    {
        Capabilities = new NodeCapabilities(
            [.. Enumerable.Range(0, count).Select(index => Gpu(index.ToString()))], 8, 16 * Gibibyte),
    };
}
