using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>The text of one scrape, as parts that nobody changes any more.</summary>
public sealed class ScrapeText
{
    // What a slow reader may keep of ours in memory, and how seldom we wait for a fast one.
    private const int FlushBytes = 64 * 1024;

    private readonly List<byte[]> parts = new(1024);

    /// <summary>Its size, bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        int written = 0;
        foreach (byte[] part in parts)
        {
            output.Write(part);
            written += part.Length;
            if (written < FlushBytes)
                continue;
            written = 0;
            FlushResult flushed = await output.FlushAsync(cancellationToken);
            if (flushed.IsCompleted || flushed.IsCanceled)
                return;
        }

        await output.FlushAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(parts.Select(Encoding.UTF8.GetString));

    internal void Add(byte[] part)
    {
        parts.Add(part);
        Bytes += part.Length;
    }
}
