using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Models;

[Trait("lane", "integration")]
public sealed class DigestTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_file_of_a_pool_is_reported_with_its_digest_and_a_changed_one_with_its_new_one()
    {
        string file = Model(StubGguf.Header + "first");
        await using Node node = await StartAsync(file);

        await node.UntilAsync("p", report => report.Models is [{ Digest: not null }]);
        ModelReport model = Assert.Single((await node.StatusAsync("p")).Models);
        Assert.Equal(new ModelReport(new ModelId("m"), 29, Digest(StubGguf.Header + "first")), model);

        await File.WriteAllTextAsync(file, StubGguf.Header + "other", TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch.AddYears(40));
        await node.UntilAsync(
            "p", report => report.Models is [{ } found] && found.Digest == Digest(StubGguf.Header + "other"));

        File.Delete(file);
        await node.UntilAsync("p", report => report.Models is []);
    }

    [Fact]
    public async Task A_digest_that_was_computed_once_is_not_computed_again_after_a_restart()
    {
        string file = Model(StubGguf.Header + "file");
        await using (Node first = await StartAsync(file))
            await first.UntilAsync("p", report => report.Models is [{ Digest: not null }]);
        string memory = folder.File("data", "model-digests.json");
        string kept = await File.ReadAllTextAsync(memory, TestContext.Current.CancellationToken);
        Assert.Contains(Digest(StubGguf.Header + "file").Value, kept, StringComparison.Ordinal);
        // A digest that no file has: it can only come from the memory.
        string invented = Sha256Digest.Of(new byte[32]).Value;
        await File.WriteAllTextAsync(
            memory,
            kept.Replace(Digest(StubGguf.Header + "file").Value, invented, StringComparison.Ordinal),
            TestContext.Current.CancellationToken);

        await using Node second = await StartAsync(file);

        Assert.Equal(invented, Assert.Single((await second.StatusAsync("p")).Models).Digest?.Value);
    }

    [Fact]
    public async Task A_memory_that_is_damaged_is_no_reason_not_to_start()
    {
        Directory.CreateDirectory(folder.File("data"));
        await File.WriteAllTextAsync(
            folder.File("data", "model-digests.json"), "[{\"path\":1}", TestContext.Current.CancellationToken);

        await using Node node = await StartAsync(Model(StubGguf.Header + "file"));

        await node.UntilAsync("p", report => report.Models is [{ Digest: not null }]);
    }

    private static Sha256Digest Digest(string content) =>
        Sha256Digest.Of(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    private string Model(string content)
    {
        string file = folder.File("m.gguf");
        File.WriteAllText(file, content);
        return file;
    }

    private Task<Node> StartAsync(string file) => Node.StartAsync(
        [
            "--data_dir", folder.File("data"), "--engine_command", "false", "--model_scan_interval_ms", "100",
            "--pools:0:pool_id", "p", "--pools:0:model_path", file, "--pools:0:model_id", "m",
        ]);
}
