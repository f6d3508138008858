using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;

namespace LlamaOrch.Cluster.Tests.Tracing;

/// <summary>A receiver, and a fleet that sends its spans there: two nodes, with an engine of the test's each.</summary>
internal sealed class TracedFleet : IAsyncDisposable
{
    public const string Model = "fake-model";

    private TracedFleet(OtlpReceiver receiver, FakeEngine engine, FakeEngine other, TestFleet fleet) =>
        (Receiver, Engine, Other, Fleet) = (receiver, engine, other, fleet);

    /// <summary>Where the spans arrive.</summary>
    public OtlpReceiver Receiver { get; }

    /// <summary>The engine of <c>pool-a</c>.</summary>
    public FakeEngine Engine { get; }

    /// <summary>The engine of <c>pool-b</c>.</summary>
    public FakeEngine Other { get; }

    /// <summary>What came to either engine.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. Engine.Requests, .. Other.Requests];

    /// <summary>The daemons.</summary>
    public TestFleet Fleet { get; }

    public static async Task<TracedFleet> StartAsync(
        string protocol = OtlpReceiver.Grpc, params (string Name, string Value)[] variables)
    {
        OtlpReceiver receiver = await OtlpReceiver.StartAsync(protocol);
        Dictionary<string, string?> environment = receiver.Environment;
        foreach ((string name, string value) in variables)
            environment[name] = value;
        TestFleet fleet = await TestFleet.StartAsync(environment);
        var traced = new TracedFleet(
            receiver, await FakeEngine.StartAsync(), await FakeEngine.StartAsync(), fleet);
        fleet.StartNode("node-a", TestPool.Attached("pool-a", traced.Engine.Url));
        fleet.StartNode("node-b", TestPool.Attached("pool-b", traced.Other.Url));
        await fleet.PoolsReadyAsync(2);
        return traced;
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await Engine.DisposeAsync();
        await Other.DisposeAsync();
        await Receiver.DisposeAsync();
    }
}
