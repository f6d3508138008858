using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>
/// One control plane with default settings for a class of tests; each test has a model and nodes of its own.
/// </summary>
public sealed class SharedControlPlane : IAsyncLifetime
{
    private static int nodes;

    internal ControlPlane Plane { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Plane = await ControlPlane.StartAsync();

    /// <summary>A node with one pool for each count of slots, all serving a model of the node's own name.</summary>
    internal async Task<FakeNode> NodeAsync(params int[] slots)
    {
        string name = $"node{Interlocked.Increment(ref nodes)}";
        return await Plane.JoinAsync(await FakeNode.StartAsync(name, name, slots.Length == 0 ? [1] : slots));
    }

    /// <summary>Another node for the model of <paramref name="first"/>.</summary>
    internal async Task<FakeNode> NodeBesideAsync(FakeNode first, int slots = 1) => await Plane.JoinAsync(
        await FakeNode.StartAsync($"node{Interlocked.Increment(ref nodes)}", first.Model, [slots]));

    public ValueTask DisposeAsync() => Plane.DisposeAsync();
}
