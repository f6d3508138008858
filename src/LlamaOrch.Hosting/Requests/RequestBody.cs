using System.Buffers;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Requests;

/// <summary>
/// A request's body in a rented buffer, held until the answer has ended so that a retry can send it again.
/// </summary>
public readonly struct RequestBody : IDisposable
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
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="BadHttpRequestException">It is too large, compressed, or comes too slowly.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        RefuseCompressed(request);
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

    /// <summary>Returns the buffer: nobody may read <see cref="Bytes"/> any more.</summary>
    public void Dispose() => ArrayPool<byte>.Shared.Return(rented);

    /// <summary>
    /// Only the inflated size could be bounded honestly, and engines take no compressed bodies either.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <exception cref="RefusedBodyException">The body is compressed.</exception>
    public static void RefuseCompressed(HttpRequest request)
    {
        string encoding = request.Headers.ContentEncoding.ToString();
        if (encoding.Length == 0 || encoding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            return;
        throw new RefusedBodyException(
            "Compressed bodies are not supported: send the body without 'Content-Encoding'.",
            "Content-Encoding",
            StatusCodes.Status415UnsupportedMediaType);
    }

    private static byte[] Grow(byte[] full)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
