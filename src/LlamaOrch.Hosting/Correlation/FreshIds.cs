using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LlamaOrch.Hosting.Correlation;

/// <summary>
/// Makes ids: UUIDs of version 7 (RFC 9562) as 32 lower-case hexadecimal digits, so that they sort by the millisecond
/// that they were made in.
/// </summary>
public sealed class FreshIds(TimeProvider time)
{
    private const int IdBytes = 16;
    private const int TimeBytes = 6;
    private const int IdsPerDraw = 128;

    // Asking the system for random bytes costs far more than the rest of an id, so each thread asks for many at once.
    [ThreadStatic]
    private static byte[]? drawn;

    [ThreadStatic]
    private static int left;

    /// <summary>A new id; 74 of its bits are cryptographically random.</summary>
    public string Next()
    {
        Span<byte> id = stackalloc byte[IdBytes];
        BinaryPrimitives.WriteInt64BigEndian(id, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        Take(id[TimeBytes..]);
        id[6] = (byte)(0x70 | (id[6] & 0x0f));
        id[8] = (byte)(0x80 | (id[8] & 0x3f));
        return Convert.ToHexStringLower(id);
    }

    private static void Take(Span<byte> random)
    {
        drawn ??= new byte[IdsPerDraw * (IdBytes - TimeBytes)];
        if (left == 0)
        {
            RandomNumberGenerator.Fill(drawn);
            left = drawn.Length;
        }

        left -= random.Length;
        drawn.AsSpan(left, random.Length).CopyTo(random);
    }
}
