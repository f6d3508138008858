using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.PoolManager.Tests.Fixtures;

/// <summary>A small GGUF with random weights: the engine is real, the text is nonsense.</summary>
public sealed class RandomModel : IAsyncLifetime
{
    private readonly TemporaryDirectory folder = new();

    public string Path => folder.File("random.gguf");

    public async ValueTask InitializeAsync()
    {
        await using HostProcess tool = HostProcess.Start(
            "TinyModel", ["random", "--out", Path, "--layers", "1", "--context", "256"]);
        int code = await tool.ExitCodeAsync();
        if (code != 0)
            throw new InvalidOperationException($"TinyModel ended with {code}:\n{tool.Output}\n{tool.Errors}");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
