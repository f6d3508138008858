using System.Buffers.Binary;
using System.IO.Compression;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// What a gzip stream has around its content (RFC 1952 and 1951), so that it can be put together from parts that were
/// compressed earlier and others that are not compressed.
/// </summary>
internal static class GzipFrame
{
    /// <summary>Most bytes of a block that is not compressed.</summary>
    public const int StoredBytesMax = ushort.MaxValue;

    private const int StoredHeaderBytes = 5;
    private const int EndBytes = 8;

    /// <summary>Its beginning: no name, no time, any system.</summary>
    public static byte[] Begin { get; } = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];

    /// <summary>What stands in front of a block that is not compressed.</summary>
    public static byte[] Stored(int bytes, bool isLast = false)
    {
        byte[] header = new byte[StoredHeaderBytes];
        header[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(1), (ushort)bytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(3), (ushort)~bytes);
        return header;
    }

    /// <summary>Its end: an empty last block, then the checksum and the size of the content.</summary>
    public static byte[] End(uint checksum, long bytes)
    {
        byte[] end = new byte[StoredHeaderBytes + EndBytes];
        Stored(0, isLast: true).CopyTo(end, 0);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(StoredHeaderBytes), checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(StoredHeaderBytes + 4), (uint)bytes);
        return end;
    }

    /// <summary>Blocks that refer to nothing before them and end at a whole byte, so that others can follow.</summary>
    public static byte[] Deflate(byte[] text)
    {
        using var into = new MemoryStream();
        using var deflate = new DeflateStream(into, CompressionLevel.Fastest, leaveOpen: true);
        deflate.Write(text);
        deflate.Flush();
        // What the end of the stream would add is left out: a last block.
        return into.ToArray();
    }
}
