using System.Buffers.Text;
using System.Globalization;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>Writes exposition text into memory that is large enough.</summary>
internal ref struct LineWriter(Span<byte> buffer)
{
    /// <summary>More than any number takes.</summary>
    public const int NumberBytesMax = 32;

    // Whole numbers up to here are exact as a double.
    private const double WholeMax = 1L << 53;

    private readonly Span<byte> buffer = buffer;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(buffer[Length..]);
        Length += bytes.Length;
    }

    public void Append(long value)
    {
        Utf8Formatter.TryFormat(value, buffer[Length..], out int written);
        Length += written;
    }

    public void Append(double value)
    {
        if (Math.Abs(value) <= WholeMax && value == Math.Truncate(value))
        {
            Append((long)value);
            return;
        }

        if (double.IsInfinity(value))
        {
            Append(value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        value.TryFormat(buffer[Length..], out int written, provider: CultureInfo.InvariantCulture);
        Length += written;
    }
}
