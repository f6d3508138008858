using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.ModelFiles;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Model;

[Trait("lane", "unit")]
public sealed class MemoryCheckTests
{
    [Fact]
    public void Caches_count_by_slots_and_context()
    {
        using var folder = new TemporaryDirectory();
        string path = folder.File("model.gguf");
        TestModel.Write(path, width: 64);
        GgufHeader header = GgufHeader.Read(path);
        long one = MemoryCheck.RequiredBytes(header, weightBytes: 1000, slots: 1, contextTokens: 1000);
        long four = MemoryCheck.RequiredBytes(header, weightBytes: 1000, slots: 4, contextTokens: 1000);

        // 2 layers, 2 heads of keys and values of 16 numbers each, 2 bytes a number.
        Assert.Equal(3 * 1000 * 2 * 2 * (16 + 16) * 2, four - one);
    }

    [Fact]
    public void Too_little_memory_is_refused_with_both_numbers()
    {
        var failure = Assert.Throws<StartupException>(() => MemoryCheck.Demand(300L << 20, 200L << 20, "m.gguf"));
        Assert.Equal(ExitCode.TooLittleMemory, failure.Code);
        Assert.Contains("300 MB", failure.Message, StringComparison.Ordinal);
        Assert.Contains("200 MB", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enough_memory_passes() => MemoryCheck.Demand(100, 100, "m.gguf");

    [Fact]
    public void Available_memory_of_this_machine_is_read() =>
        Assert.InRange(MemoryCheck.AvailableBytes(), 1L << 20, 1L << 50);
}
