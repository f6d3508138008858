using LlamaOrch.LlamaCpp.Startup;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>One engine over the random model for all tests of a class: 4 slots of 512 tokens.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    public const int Slots = 4;
    public const int ContextTokens = 512;

    private readonly TemporaryDirectory _folder = new();

    internal RunningEngine Engine { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        string model = _folder.File("random.gguf");
        TestModel.Write(model);
        Engine = await RunningEngine.StartAsync(new EngineOptions
        {
            ModelPath = model,
            Slots = Slots,
            ContextTokens = ContextTokens,
            Alias = "random",
            Embeddings = true,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        _folder.Dispose();
    }
}
