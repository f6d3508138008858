using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// A request's body in a rented buffer, held until the answer has ended so that a retry can send it again.
/// </summary>
internal readonly struct RequestBody : IDisposable
{
    private const int FirstBufferBytes = 4096;

    // What a client says of its length is believed up to here; beyond, memory grows with what has really come.
    private const int TrustedBytesMax = 64 * 1024;

    private readonly byte[] rented;
    private readonly int start;
    private readonly int end;

    private RequestBody(byte[] rented, int length)
    {
        this.rented = rented;
        end = length;
        // RFC 8259 lets a reader skip a byte order mark, and no engine has to see it.
        start = rented.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    /// <summary>The bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => rented.AsMemory(start, end - start);

    /// <summary>Reads the whole body; Kestrel bounds its size.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or comes too slowly.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        // One byte more than announced, so that the end is seen without growing.
        long expected = Math.Min(request.ContentLength + 1 ?? FirstBufferBytes, TrustedBytesMax);
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)expected);
        int length = 0;
        try
        {
            while (true)
            {
                if (length == buffer.Length)
                    buffer = Grow(buffer);
                int read = await request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    return new RequestBody(buffer, length);
                length += read;
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
