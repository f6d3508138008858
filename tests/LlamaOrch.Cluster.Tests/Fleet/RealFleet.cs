using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Fleet;

/// <summary>Two nodes with the embedded engine and a real model, shared by tests that break nothing.</summary>
public sealed class RealFleet : IAsyncLifetime
{
    /// <summary>Slots of each of the two pools.</summary>
    public const int SlotsPerPool = 2;

    internal TestFleet Fleet { get; private set; } = null!;

    internal HostProcess NodeA { get; private set; } = null!;

    internal HostProcess NodeB { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Fleet = await TestFleet.StartAsync();
        NodeA = Fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File, SlotsPerPool));
        NodeB = Fleet.StartNode("node-b", TestPool.Embedded("pool-b", RealModel.File, SlotsPerPool));
        await Fleet.PoolsReadyAsync(2);
    }

    public async ValueTask DisposeAsync() => await Fleet.DisposeAsync();
}
