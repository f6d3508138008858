using System.Runtime.CompilerServices;

namespace LlamaOrch.Hosting.Streams;

/// <summary>A property's name, or another short string, gathered piece by piece without an allocation.</summary>
internal struct ShortText
{
    private const int BytesMax = 24;

    private Bytes bytes;
    private int length;

    /// <summary>Empties it.</summary>
    public void Clear() => length = 0;

    /// <summary>Adds a piece; what is too long equals nothing.</summary>
    public void Add(ReadOnlySpan<byte> piece)
    {
        if (length + piece.Length > BytesMax)
        {
            length = BytesMax + 1;
            return;
        }

        piece.CopyTo(((Span<byte>)bytes)[length..]);
        length += piece.Length;
    }

    /// <summary>Whether it is that.</summary>
    public readonly bool Is(ReadOnlySpan<byte> other) =>
        length == other.Length && ((ReadOnlySpan<byte>)bytes)[..length].SequenceEqual(other);

    [InlineArray(BytesMax)]
    private struct Bytes
    {
        private byte first;
    }
}
