using System.Buffers;
using System.Text;

namespace LlamaOrch.LlamaCpp.Text;

/// <summary>Where a run of bytes may be cut without breaking a character, and how broken bytes become text.</summary>
internal static class Utf8Tail
{
    private static readonly byte[] Replacement = [0xEF, 0xBF, 0xBD];

    /// <summary>How many bytes at the end are the beginning of a character that is not whole yet: 0 to 3.</summary>
    public static int IncompleteLength(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte value = bytes[^back];
            if (value < 0x80)
                return 0;
            if (value < 0xC0)
                continue;
            // Only a beginning that more bytes can still make whole is worth waiting for.
            return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == OperationStatus.NeedMoreData ? back : 0;
        }

        return 0;
    }

    /// <summary>
    /// The bytes with everything that is no UTF-8 replaced by U+FFFD; the same memory where nothing is.
    /// </summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes.Span))
            return bytes;
        var repaired = new ArrayBufferWriter<byte>(bytes.Length + 8);
        ReadOnlySpan<byte> rest = bytes.Span;
        while (rest.Length > 0)
        {
            bool isWhole = Rune.DecodeFromUtf8(rest, out _, out int consumed) == OperationStatus.Done;
            repaired.Write(isWhole ? rest[..consumed] : Replacement);
            rest = rest[consumed..];
        }

        return repaired.WrittenMemory;
    }
}
