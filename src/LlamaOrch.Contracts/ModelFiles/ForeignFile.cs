using System.Buffers.Binary;
using System.Text;

namespace LlamaOrch.Contracts.ModelFiles;

/// <summary>Recognises what people hand over instead of a GGUF file, by its first bytes.</summary>
internal static class ForeignFile
{
    private const int HeadLength = 512;
    private const int HeaderLength = 24;

    private static readonly (byte[] Start, string Problem)[] Starts =
    [
        ([.. "version https://git-lfs"u8],
            "is a Git LFS pointer and not the model: run 'git lfs pull' in its repository, or download the file "
            + "itself."),
        ([.. "PK\x03\x04"u8], "is a zip archive or a PyTorch checkpoint: unpack it, or convert it to GGUF."),
        ([0x1F, 0x8B], "is compressed by gzip: unpack it with gunzip."),
        ([0xFD, .. "7zXZ"u8], "is compressed by xz: unpack it with unxz."),
        ([0x28, 0xB5, 0x2F, 0xFD], "is compressed by zstd: unpack it with unzstd."),
        ([.. "BZh"u8], "is compressed by bzip2: unpack it with bunzip2."),
        ([.. "7z"u8, 0xBC, 0xAF], "is a 7z archive: unpack it."),
        ([.. "lmgg"u8], "is of the old GGML format: download or convert the model as GGUF."),
        ([.. "tjgg"u8], "is of the old GGML format: download or convert the model as GGUF."),
        ([.. "fmgg"u8], "is of the old GGML format: download or convert the model as GGUF."),
        ([.. "FUGG"u8], BigEndian),
    ];

    private const string BigEndian =
        "is a GGUF file for big-endian machines: download the little-endian one, or convert it with llama.cpp's "
        + "gguf_convert_endian.py.";

    /// <summary>What the file is, to follow its name; null for a GGUF file.</summary>
    public static string? Problem(Stream file)
    {
        byte[] head = new byte[HeadLength];
        int length = file.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        file.Seek(0, SeekOrigin.Begin);
        ReadOnlySpan<byte> start = head.AsSpan(0, length);
        if (length == 0)
            return "is empty: the download or copy has not begun or was lost; do it again.";
        foreach ((byte[] known, string problem) in Starts)
        {
            if (start.StartsWith(known))
                return problem;
        }

        if (start.StartsWith("GGUF"u8))
            return Gguf(start);
        if (start.Length > 8 && start[8] == '{' && BinaryPrimitives.ReadUInt64LittleEndian(start) < 1 << 30)
            return "is a safetensors file: convert it with llama.cpp's convert_hf_to_gguf.py, or download a GGUF file.";
        return Text(start);
    }

    private static string? Gguf(ReadOnlySpan<byte> start)
    {
        if (start.Length < HeaderLength)
            return "is cut off in its first bytes: download or copy it again.";
        // No version has so many digits that its number looks the same from the other side.
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(start[4..]);
        return version > 0 && (version & 0xFFFF) == 0 ? BigEndian : null;
    }

    private static string Text(ReadOnlySpan<byte> start)
    {
        string text = Encoding.Latin1.GetString(start).TrimStart('\u00EF', '\u00BB', '\u00BF', ' ', '\n', '\r', '\t');
        bool IsTag(string tag) => text.StartsWith(tag, StringComparison.OrdinalIgnoreCase);
        if (IsTag("<!doctype html") || IsTag("<html") || IsTag("<head"))
        {
            return "is a web page and not the model: download the file by its direct link, and with the login that it "
                + "needs.";
        }

        if (IsTag("<?xml") || IsTag("{"))
            return "is a server's answer in XML or JSON and not the model: read the error in it, and download again.";
        return "is not a GGUF file: convert the model to GGUF first.";
    }
}
