using System.IO.Compression;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The events of an ended task as the journal keeps them: their frames, one behind the other and compressed, since most
/// of a token's frame says the same as that of the one before.
/// </summary>
internal static class PackedEvents
{
    private static ReadOnlySpan<byte> FrameEnd => "\n\n"u8;

    /// <summary>Packs frames.</summary>
    public static byte[] Pack(IReadOnlyList<byte[]> frames)
    {
        using var packed = new MemoryStream();
        using (var compressed = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            foreach (byte[] frame in frames)
                compressed.Write(frame);
        }

        return packed.ToArray();
    }

    /// <summary>The frames again.</summary>
    /// <exception cref="InvalidDataException">These are no packed frames.</exception>
    public static List<byte[]> Unpack(byte[] packed)
    {
        using var all = new MemoryStream();
        using (var compressed = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress))
            compressed.CopyTo(all);
        var frames = new List<byte[]>();
        ReadOnlySpan<byte> rest = all.GetBuffer().AsSpan(0, (int)all.Length);
        while (rest.IndexOf(FrameEnd) is >= 0 and int end)
        {
            frames.Add(rest[..(end + FrameEnd.Length)].ToArray());
            rest = rest[(end + FrameEnd.Length)..];
        }

        return rest.IsEmpty && frames.Count > 0
            ? frames
            : throw new InvalidDataException("the events of a task are cut off");
    }
}
