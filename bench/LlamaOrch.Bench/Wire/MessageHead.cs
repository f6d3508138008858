using System.Buffers.Text;
using System.Text;

namespace LlamaOrch.Bench.Wire;

/// <summary>What a measurement must know of the head of an HTTP/1.1 message.</summary>
/// <param name="Status">The status of a response; 0 for a request.</param>
/// <param name="Framing">How its body ends.</param>
/// <param name="Length">Length of the body, bytes, where it is stated.</param>
/// <param name="Closes">Whether the sender closes the connection after it.</param>
internal readonly record struct MessageHead(int Status, BodyFraming Framing, long Length, bool Closes)
{
    /// <summary>Reads a head that ends with the end of its last header line.</summary>
    public static MessageHead Parse(ReadOnlySpan<byte> head)
    {
        bool response = head.StartsWith("HTTP/1."u8);
        int status = response && Utf8Parser.TryParse(head[9..], out int code, out _) ? code : 0;
        BodyFraming framing = response ? BodyFraming.UntilClose : BodyFraming.Length;
        long length = 0;
        bool closes = false;
        int at;
        while ((at = head.IndexOf("\r\n"u8)) >= 0)
        {
            head = head[(at + 2)..];
            if (Value(head, "content-length:"u8, out ReadOnlySpan<byte> value))
            {
                if (!Utf8Parser.TryParse(value, out length, out _))
                    throw new IOException("a Content-Length is no number");
                framing = BodyFraming.Length;
            }
            else if (Value(head, "transfer-encoding:"u8, out value) && Is(value, "chunked"u8))
            {
                framing = BodyFraming.Chunked;
            }
            else if (Value(head, "connection:"u8, out value) && Is(value, "close"u8))
            {
                closes = true;
            }
        }

        return new MessageHead(status, framing, length, closes || framing == BodyFraming.UntilClose);
    }

    private static bool Value(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!Is(line, name))
            return false;
        value = line[name.Length..].TrimStart((byte)' ');
        return true;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected) =>
        text.Length >= expected.Length && Ascii.EqualsIgnoreCase(text[..expected.Length], expected);
}
