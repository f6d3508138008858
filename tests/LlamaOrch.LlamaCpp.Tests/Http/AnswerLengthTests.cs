using System.Text.Json;
using LlamaOrch.LlamaCpp.Startup;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Http;

/// <summary>The length of an answer is a wish: the context ends what it has no room for.</summary>
[Trait("lane", "integration")]
public sealed class AnswerLengthTests : IDisposable
{
    private const int ContextTokens = 64;

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Number_beyond_the_context_is_capped_by_it()
    {
        await using RunningEngine engine = await StartAsync();
        foreach (string tokens in (string[])["65", "32000", "2147483648", "6.5e3"])
        {
            JsonElement answer = await engine.AskAsync(
                "/v1/completions", $$"""{"prompt":"Hi","max_tokens":{{tokens}},"ignore_eos":true,"seed":1}""");

            JsonElement usage = answer.GetProperty("usage");
            Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
            Assert.InRange(usage.GetProperty("total_tokens").GetInt32(), ContextTokens / 2, ContextTokens + 1);
        }
    }

    [Theory]
    [InlineData("\"max_tokens\":8.0", 8)]
    [InlineData("\"max_tokens\":1e1", 10)]
    [InlineData("\"max_tokens\":3,\"max_completion_tokens\":5", 5)]
    [InlineData("\"max_tokens\":3,\"max_completion_tokens\":null", 3)]
    public async Task Whole_number_counts_however_it_is_written(string field, int tokens)
    {
        await using RunningEngine engine = await StartAsync();

        JsonElement answer = await engine.AskAsync(
            "/v1/completions", $$"""{"prompt":"Hi",{{field}},"ignore_eos":true,"seed":1}""");

        Assert.Equal(tokens, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    private Task<RunningEngine> StartAsync()
    {
        string model = _folder.File("model.gguf");
        TestModel.Write(model, template: null);
        return RunningEngine.StartAsync(
            new EngineOptions { ModelPath = model, Slots = 1, ContextTokens = ContextTokens });
    }
}
