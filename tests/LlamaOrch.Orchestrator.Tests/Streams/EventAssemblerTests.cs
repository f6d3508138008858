using System.Text;
using LlamaOrch.Contracts.Streams;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Streams;

/// <summary>The reader of event streams against the examples of the standard (WHATWG HTML, section 9.2.6).</summary>
[Trait("lane", "unit")]
public sealed class EventAssemblerTests
{
    [Theory]
    [InlineData("data: YHOO\ndata: +2\ndata: 10\n\n", "message||YHOO\n+2\n10")]
    [InlineData(
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        "message|1|first event", "message||second event", "message|| third event")]
    [InlineData("data\n\ndata\ndata\n\ndata:", "message||", "message||\n")]
    [InlineData("data:test\n\ndata: test\n\n", "message||test", "message||test")]
    [InlineData("event: add\ndata: 73857293\n\nevent: remove\ndata: 2153\n\n", "add||73857293", "remove||2153")]
    [InlineData("event: a\n\ndata: b\n\n", "message||b")]
    [InlineData("event: a\nevent: c\ndata: b\n\n", "c||b")]
    [InlineData("data: a\r\rdata: b\r\n\r\ndata: c\n\n", "message||a", "message||b", "message||c")]
    [InlineData("data: a\rdata: b\r\ndata: c\n\r\n", "message||a\nb\nc")]
    [InlineData("\uFEFFdata: a\n\n\uFEFFdata: b\n\n", "message||a")]
    [InlineData("id: 1\0\nid: 2\ndata: a\n\nid: 3\0\ndata: b\n\n", "message|2|a", "message|2|b")]
    [InlineData("datax: a\ndat: a\n data: a\nDATA: a\nretry: 10\n:data: a\ndata: b:c: d\n\n", "message||b:c: d")]
    [InlineData("\n\n\r\r\r\n\r\n:\n\n")]
    public void Events_are_those_of_the_standard_wherever_the_stream_is_cut(string stream, params string[] events)
    {
        foreach (byte[][] pieces in Pieces.Of(stream))
            Assert.Equal(events, Read(pieces, takesUnended: false));
    }

    [Theory]
    [InlineData("data: a\n\ndata: [DONE]", "message||a", "message||[DONE]")]
    [InlineData("data: a\n\nevent: x\ndata: b\ndata: c\n", "message||a", "x||b\nc")]
    [InlineData("data: a\n\n: bye", "message||a")]
    [InlineData("data: a\n\ndata:", "message||a")]
    [InlineData("data: a\n\ndata: ü", "message||a", "message||ü")]
    public void An_event_without_its_empty_line_is_told_apart(string stream, params string[] events)
    {
        foreach (byte[][] pieces in Pieces.Of(stream))
            Assert.Equal(events, Read(pieces, takesUnended: true));
    }

    [Fact]
    public void Events_made_at_random_come_out_as_they_were_made()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var stream = new StringBuilder(random.Next(2) == 0 ? "\uFEFF" : string.Empty);
            List<string> made = [];
            for (int count = random.Next(1, 6); count > 0; count--)
                made.Add(Make(stream, random));

            foreach (byte[][] pieces in Pieces.Of(stream.ToString()).Skip(seed % 10).Take(12))
                Assert.Equal(made, Read(pieces, takesUnended: false));
        }
    }

    [Fact]
    public void Lines_beyond_a_mebibyte_are_events_like_others()
    {
        string text = new('x', 2_000_000);

        Assert.Equal(
            [$"message||{text}"], Read([.. Encoding.UTF8.GetBytes($"data: {text}\n\n").Chunk(16_384)], false));
    }

    [Fact]
    public void An_event_without_an_end_is_bounded()
    {
        var events = new EventAssembler(bytesMax: 1000);

        Assert.Throws<InvalidDataException>(() =>
        {
            ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes("data: " + new string('x', 1001));
            events.TryTake(ref rest);
        });
    }

    private static string Make(StringBuilder stream, Random random)
    {
        string[] ends = ["\n", "\r", "\r\n"];
        string[] texts = ["", "a", " b", ":", "ü😀", "data: x", "{\"a\":1}"];
        string End() => ends[random.Next(ends.Length)];
        string type = random.Next(2) == 0 ? "token" : string.Empty;
        if (type.Length > 0)
            stream.Append("event:").Append(type).Append(End());
        if (random.Next(3) == 0)
            stream.Append(": comment").Append(End());
        string[] lines = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => texts[random.Next(texts.Length)])];
        foreach (string line in lines)
            stream.Append("data: ").Append(line).Append(End());
        // A lone CR here and an LF there would be one end of a line.
        stream.Append(stream[^1] == '\r' ? "\r" : End()).Append("\r\n");
        return $"{(type.Length > 0 ? type : "message")}||{string.Join('\n', lines)}";
    }

    private static List<string> Read(byte[][] pieces, bool takesUnended)
    {
        var events = new EventAssembler();
        List<string> read = [];
        foreach (byte[] piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (events.TryTake(ref rest))
                read.Add(Told(events));
        }

        if (takesUnended && events.TryTakeUnended())
            read.Add(Told(events));
        return read;
    }

    private static string Told(EventAssembler events) =>
        $"{events.Type}|{events.LastId}|{Encoding.UTF8.GetString(events.Data.Span)}";
}
