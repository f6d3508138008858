using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class CapabilityTests : IAsyncLifetime
{
    private ControlPlane plane = null!;

    public async ValueTask InitializeAsync() =>
        plane = await ControlPlane.StartAsync(("body_bytes_max", 4096), ("queue_capacity", 7));

    public ValueTask DisposeAsync() => plane.DisposeAsync();

    [Fact]
    public async Task Fleet_without_nodes_tells_its_limits_alone()
    {
        JsonElement capabilities = (await plane.GetAsync("/v2/meta/capabilities")).Json;

        Assert.Equal(0, capabilities.GetProperty("engines").GetArrayLength());
        Assert.Equal(0, capabilities.GetProperty("models").GetArrayLength());
        Assert.Equal(4096, capabilities.GetProperty("limits").GetProperty("body_bytes_max").GetInt32());
        Assert.Equal(7, capabilities.GetProperty("limits").GetProperty("queue_capacity").GetInt32());
        Assert.Equal(128, capabilities.GetProperty("limits").GetProperty("answers_max").GetInt32());
        Assert.Equal(
            (await plane.GetAsync("/v2/meta/version")).Json.GetProperty("version").GetString(),
            capabilities.GetProperty("version").GetString());
    }

    [Fact]
    public async Task Engines_and_models_are_told_with_slots_and_context()
    {
        await using FakeNode node = await FakeNode.StartAsync("n1", "m1", 3, 2);
        string first = node.Pool;
        node.Reports[first] = node.Reports[first] with { ContextTokens = 2048, EngineVersion = "v1", SlotsFree = 1 };
        await plane.JoinAsync(node);

        await Eventually.HoldsAsync("both pools to be ready", async () => (await EngineAsync())
            .GetProperty("pools_ready").GetInt32() == 2);
        JsonElement engine = await EngineAsync();
        JsonElement model = (await plane.GetAsync("/v2/meta/capabilities")).Json.GetProperty("models")[0];

        Assert.Equal("llamacpp", engine.GetProperty("engine").GetString());
        Assert.Equal("v1", engine.GetProperty("versions")[0].GetString());
        Assert.Equal(2, engine.GetProperty("pools").GetInt32());
        Assert.Equal(5, engine.GetProperty("slots_total").GetInt32());
        Assert.Equal(3, engine.GetProperty("slots_free").GetInt32());
        Assert.Equal(2048, engine.GetProperty("context_tokens_max").GetInt32());
        Assert.Equal("m1", model.GetProperty("model").GetString());
        Assert.Equal("llamacpp", model.GetProperty("engines")[0].GetString());
        Assert.Equal(5, model.GetProperty("slots_total").GetInt32());
    }

    private async Task<JsonElement> EngineAsync() =>
        (await plane.GetAsync("/v2/meta/capabilities")).Json.GetProperty("engines")[0];
}
