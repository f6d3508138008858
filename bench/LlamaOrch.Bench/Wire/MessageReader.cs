using System.Buffers.Text;
using System.Diagnostics;
using System.Net.Sockets;

namespace LlamaOrch.Bench.Wire;

/// <summary>
/// Reads HTTP/1.1 messages from a blocking socket, one after another. Spans that it returns hold until the next call.
/// </summary>
internal sealed class MessageReader(Socket socket)
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int start;
    private int end;
    private MessageHead head;
    private long remaining;
    private bool chunkOpen;
    private bool bodyEnded;

    /// <summary>When the latest bytes came, as a timestamp of <see cref="Stopwatch"/>.</summary>
    public long ReceivedAt { get; private set; }

    /// <summary>The head that was read last.</summary>
    public MessageHead Head => head;

    /// <summary>Reads the next head; false when the peer has closed in between.</summary>
    /// <param name="text">The head's bytes, first line first.</param>
    public bool ReadHead(out ReadOnlySpan<byte> text)
    {
        text = default;
        int length;
        while ((length = buffer.AsSpan(start, end - start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            bool between = start == end;
            if (!Fill())
                return between ? false : throw new EndOfStreamException("the peer closed within a head");
        }

        text = buffer.AsSpan(start, length);
        head = MessageHead.Parse(text);
        start += length + "\r\n\r\n"u8.Length;
        remaining = head.Framing == BodyFraming.Length ? head.Length : 0;
        (chunkOpen, bodyEnded) = (false, false);
        return true;
    }

    /// <summary>Reads what is there of the body, waiting for some; empty at its end.</summary>
    public ReadOnlySpan<byte> ReadBody()
    {
        if (bodyEnded)
            return default;
        bool more = head.Framing switch
        {
            BodyFraming.Chunked => remaining > 0 || OpenChunk(),
            BodyFraming.Length => remaining > 0,
            _ => true,
        };
        if (!more)
            return End();
        if (start == end && !Fill())
        {
            return head.Framing == BodyFraming.UntilClose
                ? End()
                : throw new EndOfStreamException("the peer closed within a body");
        }

        int length = head.Framing == BodyFraming.UntilClose ? end - start : (int)Math.Min(remaining, end - start);
        ReadOnlySpan<byte> piece = buffer.AsSpan(start, length);
        start += length;
        remaining -= length;
        return piece;
    }

    private ReadOnlySpan<byte> End()
    {
        bodyEnded = true;
        return default;
    }

    /// <summary>Goes to the data of the next chunk; false after the last one.</summary>
    private bool OpenChunk()
    {
        if (chunkOpen)
            Take("\r\n"u8.Length);
        chunkOpen = true;
        int line;
        while ((line = buffer.AsSpan(start, end - start).IndexOf("\r\n"u8)) < 0)
            FillOrThrow();
        if (!Utf8Parser.TryParse(buffer.AsSpan(start, line), out remaining, out _, 'x'))
            throw new IOException("a chunk has no size");
        start += line + 2;
        if (remaining > 0)
            return true;
        // No sender here writes trailers.
        Take("\r\n"u8.Length);
        return false;
    }

    private void Take(int length)
    {
        while (end - start < length)
            FillOrThrow();
        start += length;
    }

    private void FillOrThrow()
    {
        if (!Fill())
            throw new EndOfStreamException("the peer closed within a body");
    }

    private bool Fill()
    {
        if (start == end)
        {
            (start, end) = (0, 0);
        }
        else if (end == buffer.Length)
        {
            if (start == 0)
                throw new IOException("a head or a chunk's size line is too long");
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        int read = socket.Receive(buffer.AsSpan(end));
        ReceivedAt = Stopwatch.GetTimestamp();
        end += read;
        return read > 0;
    }
}
