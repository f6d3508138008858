using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Startup;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Inference;

/// <summary>
/// The same request gives the same tokens and the same probabilities to the last bit, whoever is beside it.
/// </summary>
[Trait("lane", "integration")]
public sealed class DeterminismTests : IDisposable
{
    private const int Tokens = 24;

    // Longer than two chunks of a prompt and than one block of the cache, so that the others' lengths could show.
    private static readonly string LongText = string.Concat(Enumerable.Repeat("The quick brown fox jumps. ", 12));

    private readonly TemporaryDirectory _folder = new();

    public static TheoryData<string, int> Models => new()
    {
        { "f32", 4 }, { "f32", 6 }, { "f16", 4 }, { "q8_0", 4 }, { "q4_0", 4 }, { "q4_0", 6 }, { "q4_k_m", 4 },
        { "q4_k_m", 6 }, { "q6_k", 9 },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Answer_is_the_same_alone_and_under_load(string format, int slots)
    {
        await using RunningEngine engine = await StartAsync(format, slots);
        TestContext.Current.TestOutputHelper?.WriteLine(engine.Loaded.Policy.Description);
        string[] requests = [.. Enumerable.Range(0, slots + 2).Select(Request)];
        List<string> alone = [];
        foreach (string request in requests)
            alone.Add(await AnswerAsync(engine, request));

        for (int round = 0; round < 2; round++)
        {
            string[] together = await Task.WhenAll(requests.Select(request => AnswerAsync(engine, request)));
            Assert.Equal(alone, together);
        }
    }

    [Fact]
    public async Task Answer_is_the_same_whatever_the_slot_kept()
    {
        await using RunningEngine engine = await StartAsync("q4_0", slots: 1);
        string fresh = await AnswerAsync(engine, Request(3));
        JsonElement again = await engine.AskAsync("/completion", Request(3));
        Assert.True(again.GetProperty("timings").GetProperty("cache_n").GetInt32() >= DecodeLoop.ChunkTokens);
        Assert.Equal(fresh, Essence(again));
    }

    [Fact]
    public async Task Answer_without_batching_is_the_same_under_load_too()
    {
        await using RunningEngine engine = await StartAsync("f32", slots: 3, BatchingMode.Never);
        string alone = await AnswerAsync(engine, Request(1));
        string[] together = await Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => AnswerAsync(engine, Request(i))));
        Assert.Equal(alone, together[1]);
    }

    private async Task<RunningEngine> StartAsync(
        string format, int slots, BatchingMode batching = BatchingMode.Auto)
    {
        var options = new EngineOptions
        {
            ModelPath = _folder.File($"{format}.gguf"),
            Slots = slots,
            ContextTokens = 768,
            Threads = 1,
            Batching = batching,
        };
        await WriteModelAsync(format, options.ModelPath);
        return await RunningEngine.StartAsync(options);
    }

    private async Task WriteModelAsync(string format, string path)
    {
        if (format is "f32" or "f16")
        {
            TestModel.Write(path, width: 512, half: format == "f16");
            return;
        }

        string full = _folder.File("full.gguf");
        TestModel.Write(full, width: 512);
        await NativeLibraries.EnsureLoadedAsync(null, TestContext.Current.CancellationToken);
        Quantiser.Quantise(full, path, format switch
        {
            "q8_0" => Quantiser.Q8_0,
            "q4_0" => Quantiser.Q4_0,
            "q4_k_m" => Quantiser.Q4_K_M,
            _ => Quantiser.Q6_K,
        });
    }

    /// <summary>Prompts of different lengths, some beginning alike, some long.</summary>
    private static string Request(int number)
    {
        string prompt = number % 2 == 0 ? $"Story {number}: " : LongText[..(40 * number % 300 + 20)] + number;
        return JsonSerializer.Serialize(new
        {
            prompt,
            n_predict = Tokens + number,
            seed = number,
            ignore_eos = true,
            temperature = 1.5,
            n_probs = 3,
            return_tokens = true,
        });
    }

    private static async Task<string> AnswerAsync(RunningEngine engine, string request) =>
        Essence(await engine.AskAsync("/completion", request));

    private static string Essence(JsonElement answer) =>
        answer.GetProperty("tokens").GetRawText() + answer.GetProperty("completion_probabilities").GetRawText();
}
