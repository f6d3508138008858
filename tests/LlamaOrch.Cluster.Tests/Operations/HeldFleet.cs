using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>A fleet whose only engine stops in the middle of every answer.</summary>
public sealed class HeldFleet : IAsyncLifetime
{
    /// <summary>The fleet.</summary>
    internal TestFleet Fleet { get; private set; } = null!;

    /// <summary>Its engine.</summary>
    internal FakeEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Fleet = await TestFleet.StartAsync();
        Engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 2 });
        Fleet.StartNode("node-a", TestPool.Attached("pool-a", Engine.Url));
        await Fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await Engine.DisposeAsync();
    }
}
