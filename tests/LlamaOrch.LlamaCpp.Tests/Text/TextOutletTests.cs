using System.Text;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Tests.Text;

[Trait("lane", "unit")]
public sealed class TextOutletTests
{
    [Fact]
    public void Character_split_over_pieces_is_held_until_whole()
    {
        var outlet = new TextOutlet(StopStrings.None);
        Assert.Equal(["", "", "", "😀"], Push(outlet, [0xF0], [0x9F], [0x98], [0x80]));
    }

    [Fact]
    public void Piece_that_completes_one_character_and_begins_another_gives_the_first()
    {
        var outlet = new TextOutlet(StopStrings.None);
        Assert.Equal(["", "é", "è"], Push(outlet, [0xC3], [0xA9, 0xC3], [0xA8]));
    }

    [Fact]
    public void Stop_split_over_pieces_is_never_sent()
    {
        var outlet = new TextOutlet(new StopStrings(["STOP"]));
        List<string> sent = Push(outlet, "a"u8.ToArray(), "S"u8.ToArray(), "TO"u8.ToArray(), "Pb"u8.ToArray());
        Assert.Equal(["a", "", "", ""], sent);
        Assert.Equal("STOP", outlet.StoppedBy);
    }

    [Fact]
    public void Beginning_of_a_stop_that_does_not_come_is_sent_after_all()
    {
        var outlet = new TextOutlet(new StopStrings(["STOP"]));
        Assert.Equal(["", "STAR"], Push(outlet, "ST"u8.ToArray(), "AR"u8.ToArray()));
        Assert.Null(outlet.StoppedBy);
    }

    [Fact]
    public void Stop_that_begins_again_within_itself_is_found()
    {
        var outlet = new TextOutlet(new StopStrings(["aab"]));
        string text = string.Concat(Push(outlet, "a"u8.ToArray(), "a"u8.ToArray(), "a"u8.ToArray(), "b"u8.ToArray()));
        Assert.Equal("a", text);
        Assert.Equal("aab", outlet.StoppedBy);
    }

    [Fact]
    public void Rest_is_flushed_at_the_end()
    {
        var outlet = new TextOutlet(new StopStrings(["STOP"]));
        Push(outlet, "xS"u8.ToArray());
        Assert.Equal("S", Encoding.UTF8.GetString(outlet.Flush().Span));
    }

    [Fact]
    public void Broken_rest_is_flushed_as_replacement_character()
    {
        var outlet = new TextOutlet(StopStrings.None);
        Push(outlet, [0xE2]);
        Assert.Equal("\uFFFD", Encoding.UTF8.GetString(outlet.Flush().Span));
    }

    [Fact]
    public void Whole_piece_without_stops_is_handed_on_without_a_copy()
    {
        byte[] piece = " word"u8.ToArray();
        Assert.True(new TextOutlet(new StopStrings(["STOP"])).Push(piece).Span == piece.AsSpan());
    }

    private static List<string> Push(TextOutlet outlet, params byte[][] pieces) =>
        [.. pieces.Select(piece => Encoding.UTF8.GetString(outlet.Push(piece).Span))];
}
