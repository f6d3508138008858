using System.Text;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Tests.Text;

[Trait("lane", "unit")]
public sealed class Utf8TailTests
{
    [Theory]
    [InlineData(new byte[0], 0)]
    [InlineData(new byte[] { 0x61 }, 0)]
    [InlineData(new byte[] { 0x61, 0xC3 }, 1)]
    [InlineData(new byte[] { 0xE2, 0x82 }, 2)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98 }, 3)]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, 0)]
    [InlineData(new byte[] { 0xC3, 0xA9 }, 0)]
    [InlineData(new byte[] { 0x80, 0x80, 0x80 }, 0)]
    [InlineData(new byte[] { 0xFF }, 0)]
    [InlineData(new byte[] { 0xC0 }, 0)]
    public void Incomplete_character_at_the_end_is_measured(byte[] bytes, int length) =>
        Assert.Equal(length, Utf8Tail.IncompleteLength(bytes));

    [Fact]
    public void Whole_text_is_not_copied()
    {
        byte[] text = "héllo"u8.ToArray();
        Assert.True(Utf8Tail.Repair(text).Span == text.AsSpan());
    }

    [Fact]
    public void Broken_bytes_become_replacement_characters()
    {
        byte[] text = [0x61, 0xC3, 0x62, 0xFF, 0xE2, 0x82];
        Assert.Equal(Encoding.UTF8.GetString(text), Encoding.UTF8.GetString(Utf8Tail.Repair(text).Span));
    }
}
