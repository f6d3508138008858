using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>The text of one scrape, as parts that nobody changes any more.</summary>
public sealed class ScrapeText
{
    // What a slow reader may keep of ours in memory. Parts are joined to this size before they are sent, since each
    // write costs more than its bytes.
    private const int SendBytes = 64 * 1024;

    private readonly List<byte[]> parts = new(1024);

    /// <summary>Its size, bytes.</summary>
    public long Bytes { get; private set; }

    /// <summary>Sends it.</summary>
    public async Task WriteAsync(PipeWriter output, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(SendBytes);
        try
        {
            int filled = 0;
            foreach (byte[] part in parts)
            {
                if (filled + part.Length > buffer.Length)
                {
                    await output.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
                    filled = 0;
                }

                if (part.Length > buffer.Length)
                {
                    await output.WriteAsync(part, cancellationToken);
                    continue;
                }

                part.CopyTo(buffer, filled);
                filled += part.Length;
            }

            await output.WriteAsync(buffer.AsMemory(0, filled), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Concat(parts.Select(Encoding.UTF8.GetString));

    internal void Add(byte[] part)
    {
        parts.Add(part);
        Bytes += part.Length;
    }
}
