using LlamaOrch.TestKit.Engines;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>An engine whose slot is held and whose queue is full.</summary>
internal sealed class FullQueue(FakeEngine engine, IReadOnlyList<Task<HttpResponseMessage>> asked) : IAsyncDisposable
{
    /// <summary>Lets the engine answer, those who wait and all who come.</summary>
    public void Open()
    {
        engine.Behavior = new FakeEngineBehavior();
        engine.ReleaseHeld();
    }

    public async ValueTask DisposeAsync()
    {
        Open();
        foreach (HttpResponseMessage answer in await Task.WhenAll(asked))
            answer.Dispose();
    }
}
