using System.Text;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.ModelFiles;
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
    [InlineData("", "is empty")]
    [InlineData("GG", "not a GGUF file")]
    [InlineData("GGUF\u0003", "cut off")]
    [InlineData("this is a text that is long enough to hold a header", "not a GGUF file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 4\n", "git lfs pull")]
    [InlineData("<!DOCTYPE html><html><head>", "web page")]
    [InlineData("\u00EF\u00BB\u00BF\n <HTML lang=en>", "web page")]
    [InlineData("<?xml version=\"1.0\"?><Error>", "XML or JSON")]
    [InlineData("{\"error\":\"Invalid username or password.\"}", "XML or JSON")]
    [InlineData("FUGG\0\0\0\u0003\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "big-endian")]
    [InlineData("GGUF\0\0\0\u0003\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "big-endian")]
    [InlineData("\u0040\0\0\0\0\0\0\0{\"__metadata__\":{}}", "safetensors")]
    [InlineData("PK\u0003\u0004 and more", "zip archive")]
    [InlineData("\u001F\u008B\u0008", "gunzip")]
    [InlineData("\u0028\u00B5\u002F\u00FD", "unzstd")]
    [InlineData("\u00FD7zXZ", "unxz")]
    [InlineData("tjgg\u0001\0\0\0", "old GGML format")]
    public void File_of_another_kind_is_named(string content, string words)
    {
        File.WriteAllBytes(Model, Encoding.Latin1.GetBytes(content));
        AssertRefused(words);
    }

    [Fact]
    public void Directory_is_named()
    {
        Directory.CreateDirectory(Model);
        AssertRefused("is a directory");
    }

    [Fact]
    public void Weights_that_are_not_all_there_are_missed_before_loading()
    {
        TestModel.Write(Model);
        byte[] whole = File.ReadAllBytes(Model);
        File.WriteAllBytes(Model, whole[..^1]);
        AssertRefused($"has {whole.Length - 1} of the {whole.Length} bytes");
    }

    [Fact]
    public void Part_of_a_split_model_that_is_missing_is_named()
    {
        string first = _folder.File("m-00001-of-00002.gguf");
        string second = _folder.File("m-00002-of-00002.gguf");
        TestModel.Write(first);
        Assert.Contains(second, Refusal(first), StringComparison.Ordinal);
        File.WriteAllText(second, "<html>");
        Assert.Contains("web page", Refusal(first), StringComparison.Ordinal);
        TestModel.Write(second);
        Assert.Equal(
            new FileInfo(first).Length + new FileInfo(second).Length, GgufModel.Open(first).LengthBytes);
        Assert.Contains($"name the first one, {first}", Refusal(second), StringComparison.Ordinal);
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
        byte[] whole = File.ReadAllBytes(Model);
        File.WriteAllBytes(Model, whole[..length]);
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

    private static string Refusal(string path)
    {
        var failure = Assert.Throws<StartupException>(() => GgufModel.Open(path));
        Assert.Equal(ExitCode.BadModelFile, failure.Code);
        return failure.Message;
    }

    private void AssertRefused(string words)
    {
        var failure = Assert.Throws<StartupException>(() => GgufHeader.Read(Model));
        Assert.Equal(ExitCode.BadModelFile, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }
}
