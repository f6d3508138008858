using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.PoolManager.Tests.Processes;

/// <summary>A node with the embedded engine as its child: nothing here is fake.</summary>
[Trait("lane", "integration")]
public sealed class RealEngineTests(RandomModel model) : IClassFixture<RandomModel>
{
    private const string Chat = """
        {"messages":[{"role":"user","content":"Tell me of a fox."}],"max_tokens":8,"stream":true,"seed":7}
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Real_tokens_come_through_infer()
    {
        await using Node node = await StartAsync(model.Path);
        await node.UntilReadyAsync("p");
        PoolReport report = await node.StatusAsync("p");
        using HttpResponseMessage answer = await node.SendAsync(node.Infer(Chat), Cancel);
        string stream = await answer.Content.ReadAsStringAsync(Cancel);

        Assert.Equal((2, 256, "random"), (report.SlotsTotal, report.ContextTokens, report.ModelId!.Value.Value));
        Assert.NotEmpty(report.EngineVersion);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.InRange(stream.Split("\"delta\":{\"content\":").Length - 1, 1, 8);
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_only_looks_like_a_model_fails_the_pool_with_the_engines_sentence()
    {
        using var folder = new TemporaryDirectory();
        string broken = folder.File("broken.gguf");
        await File.WriteAllBytesAsync(broken, [.. "GGUF"u8, .. new byte[100]], Cancel);
        await using Node node = await StartAsync(broken);
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("broken.gguf", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    private static Task<Node> StartAsync(string path) => Node.StartAsync(
    [
        "--engine_command", $"'{BuiltHost.PathOf("pool-managerd")}' engine",
        "--pools:0:pool_id", "p", "--pools:0:model_path", path, "--pools:0:slots", "2",
    ]);
}
