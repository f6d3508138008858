using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>The text of one scrape, as parts that nobody changes any more.</summary>
public sealed class ScrapeText
{
    // What a slow reader may keep of ours in memory.
    private const int SendBytes = 64 * 1024;

    private readonly List<ReadOnlyMemory<byte>> parts = new(1024);
    private readonly bool isGzip;
    private uint checksum = Checksum.None;
    private long textBytes;

    internal ScrapeText(bool isGzip)
    {
        this.isGzip = isGzip;
        if (isGzip)
            Send(GzipFrame.Begin);
    }

    /// <summary>What is sent, bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        int waiting = 0;
        foreach (ReadOnlyMemory<byte> part in parts)
        {
            output.Write(part.Span);
            waiting += part.Length;
            if (waiting < SendBytes)
                continue;
            await output.FlushAsync(cancellationToken);
            waiting = 0;
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The text; of a gzip stream, nothing that can be read.</summary>
    public override string ToString() => string.Concat(parts.Select(part => Encoding.UTF8.GetString(part.Span)));

    internal void Add(TextPart part)
    {
        byte[] text = part.Text;
        if (!isGzip)
        {
            Send(text);
            return;
        }

        checksum = part.Checksum.After(checksum);
        textBytes += text.Length;
        if (part.Deflated() is byte[] deflated)
            Send(deflated);
        else
            SendStored(text);
    }

    internal void Complete()
    {
        if (isGzip)
            Send(GzipFrame.End(checksum, textBytes));
    }

    private void SendStored(ReadOnlyMemory<byte> text)
    {
        for (ReadOnlyMemory<byte> left = text; !left.IsEmpty;)
        {
            ReadOnlyMemory<byte> block = left[..Math.Min(left.Length, GzipFrame.StoredBytesMax)];
            Send(GzipFrame.Stored(block.Length));
            Send(block);
            left = left[block.Length..];
        }
    }

    private void Send(ReadOnlyMemory<byte> bytes)
    {
        parts.Add(bytes);
        Bytes += bytes.Length;
    }
}
