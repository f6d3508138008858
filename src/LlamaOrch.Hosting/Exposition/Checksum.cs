using System.IO.Hashing;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// The CRC-32 of a text, made so that those of two texts give that of both in a row: bits are the coefficients of
/// polynomials, and the first text's are multiplied by x to the number of bits that follow.
/// </summary>
/// <param name="Value">The CRC-32 as gzip has it.</param>
/// <param name="Shift">x to the number of the text's bits, modulo the CRC's polynomial.</param>
internal sealed record Checksum(uint Value, uint Shift)
{
    /// <summary>The checksum of nothing.</summary>
    public const uint None = 0;

    // Of gzip, the bits in reverse: the highest is the coefficient of x to the 0.
    private const uint Polynomial = 0xEDB88320;
    private const uint One = 1u << 31;
    private const uint OneByte = One >> 8;

    /// <summary>The checksum of a text.</summary>
    public static Checksum Of(ReadOnlySpan<byte> text) => new(Crc32.HashToUInt32(text), Power(text.Length));

    /// <summary>The CRC-32 of what came before with this text behind it.</summary>
    public uint After(uint before) => Multiply(before, Shift) ^ Value;

    private static uint Power(int bytes)
    {
        uint result = One;
        uint square = OneByte;
        for (int left = bytes; left > 0; left >>= 1)
        {
            if ((left & 1) != 0)
                result = Multiply(result, square);
            square = Multiply(square, square);
        }

        return result;
    }

    private static uint Multiply(uint left, uint right)
    {
        uint product = 0;
        for (uint bit = One; bit != 0; bit >>= 1)
        {
            if ((left & bit) != 0)
                product ^= right;
            right = (right & 1) != 0 ? (right >> 1) ^ Polynomial : right >> 1;
        }

        return product;
    }
}
