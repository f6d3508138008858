using System.Text;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Model;

[Trait("lane", "unit")]
public sealed class GgufHeaderTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Model => _folder.File("model.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Numbers_of_a_model_are_read()
    {
        TestModel.Write(Model, width: 64, context: 1024);
        GgufHeader header = GgufHeader.Read(Model);
        Assert.Equal("llama", header.Architecture);
        Assert.Equal(1024, header.Number("context_length"));
        Assert.Equal(2, header.Number("block_count"));
        Assert.Equal(2, header.Number("attention.head_count_kv"));
        Assert.Null(header.Number("no_such_key"));
    }

    [Fact]
    public void Missing_file_is_refused() => AssertRefused("no model file");

    [Theory]
    [InlineData("")]
    [InlineData("GG")]
    [InlineData("this is a text that is long enough to hold a header")]
    public void File_of_another_kind_is_refused(string content)
    {
        File.WriteAllText(Model, content);
        AssertRefused("not a GGUF file");
    }

    [Fact]
    public void Unknown_version_is_refused()
    {
        TestModel.Write(Model);
        byte[] bytes = File.ReadAllBytes(Model);
        bytes[4] = 9;
        File.WriteAllBytes(Model, bytes);
        AssertRefused("version 9");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(100)]
    [InlineData(1000)]
    [InlineData(3000)]
    public void File_cut_off_in_its_metadata_is_refused(int length)
    {
        TestModel.Write(Model);
        File.WriteAllBytes(Model, File.ReadAllBytes(Model)[..length]);
        AssertRefused("cut off");
    }

    [Fact]
    public void Absurd_count_of_entries_is_refused()
    {
        using (var writer = new BinaryWriter(File.Create(Model), Encoding.UTF8))
        {
            writer.Write("GGUF"u8);
            writer.Write(3u);
            writer.Write(0ul);
            writer.Write(ulong.MaxValue);
        }

        AssertRefused("damaged");
    }

    [Fact]
    public void Any_changed_byte_is_read_or_refused_but_nothing_else()
    {
        TestModel.Write(Model);
        byte[] original = File.ReadAllBytes(Model)[..4096];
        for (int i = 0; i < original.Length; i += 7)
        {
            byte[] changed = [.. original];
            changed[i] ^= 0xFF;
            File.WriteAllBytes(Model, changed);
            Exception? failure = Record.Exception(() => GgufHeader.Read(Model));
            Assert.True(failure is null or StartupException, $"byte {i}: {failure}");
        }
    }

    private void AssertRefused(string words)
    {
        var failure = Assert.Throws<StartupException>(() => GgufHeader.Read(Model));
        Assert.Equal(ExitCode.BadModelFile, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
