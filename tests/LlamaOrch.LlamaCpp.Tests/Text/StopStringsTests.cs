using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Tests.Text;

[Trait("lane", "unit")]
public sealed class StopStringsTests
{
    [Fact]
    public void First_of_several_in_the_text_is_found()
    {
        var stops = new StopStrings(["END", "\n\n"]);
        Assert.Equal((2, "\n\n"), stops.Find("ab\n\ncdEND"u8));
    }

    [Fact]
    public void Longer_of_two_at_one_place_is_found()
    {
        var stops = new StopStrings(["</s", "</s>"]);
        Assert.Equal((1, "</s>"), stops.Find("a</s>"u8));
    }

    [Fact]
    public void Text_without_a_stop_finds_none() =>
        Assert.Equal((-1, null), new StopStrings(["x"]).Find("abc"u8));

    [Theory]
    [InlineData("ab<|im", 4)]
    [InlineData("ab<", 1)]
    [InlineData("ab", 0)]
    [InlineData("<|im_end|", 9)]
    [InlineData("<<", 1)]
    public void Partial_stop_at_the_end_is_measured(string text, int length) =>
        Assert.Equal(length, new StopStrings(["<|im_end|>"]).PartialLength(System.Text.Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Empty_stops_are_left_out() => Assert.True(new StopStrings([""]).IsEmpty);
}
