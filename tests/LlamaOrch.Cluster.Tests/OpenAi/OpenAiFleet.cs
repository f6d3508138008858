using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>
/// A fleet with a token for OpenAI's own clients: the embedded engine with a real model, and a fake one for what it
/// can't be asked to do. One task runs there, one waits, more are refused.
/// </summary>
public sealed class OpenAiFleet : IAsyncLifetime
{
    public const string Token = "sk-a-token-of-this-test";
    public const string FakeModel = "fake-model";

    internal TestFleet Fleet { get; private set; } = null!;

    internal FakeEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Engine = await FakeEngine.StartAsync();
        Fleet = await TestFleet.StartAsync(Token, "--queue_capacity=1");
        TestPool real = TestPool.Embedded("real", RealModel.File);
        Fleet.StartNode(
            "node-a",
            real with { Settings = new Dictionary<string, string>(real.Settings) { ["embeddings"] = "true" } },
            TestPool.Attached("fake", Engine.Url, slots: 1));
        await Fleet.PoolsReadyAsync(2);
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync();
        await Engine.DisposeAsync();
    }

    /// <summary>Fills the fake engine and its queue, and empties them when disposed of.</summary>
    internal async Task<FullQueue> FillAsync()
    {
        Engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 1 };
        int before = Engine.Requests.Count;
        var asked = new List<Task<HttpResponseMessage>> { Fleet.ChatAsync(FakeModel) };
        await Eventually.HoldsAsync("a request to hold the slot", () => Engine.Requests.Count == before + 1);
        asked.Add(Fleet.ChatAsync(FakeModel));
        await Eventually.HoldsAsync(
            "a request to wait", async () => (await Fleet.ScrapeAsync()).Sum("queue_depth") == 1);
        return new FullQueue(Engine, asked);
    }

    /// <summary>Refusals of a full queue so far.</summary>
    internal async Task<double> RefusedAsync() =>
        (await Fleet.ScrapeAsync()).Sum("tasks_rejected_total", ("reason", "ADMISSION_REJECT"));
}
