using System.Text;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Contracts.ModelFiles;

/// <summary>The metadata of a GGUF file, read before any engine sees the file.</summary>
/// <remarks>
/// Says in one sentence what is wrong with a file: that it is of another kind, or that it is cut off.
/// </remarks>
public sealed class GgufHeader
{
    private const uint Magic = 0x46554747;
    private const int KeysMax = 1 << 20;

    private readonly Dictionary<string, long> _numbers = [];
    private readonly Dictionary<string, string> _texts = [];

    private GgufHeader()
    {
    }

    /// <summary>The model's architecture, such as <c>llama</c>; empty where the file does not say.</summary>
    public string Architecture => _texts.GetValueOrDefault("general.architecture", "");

    /// <summary>The file's length, bytes.</summary>
    public long LengthBytes { get; private set; }

    /// <summary>Parts that the model is split into, by its metadata; 0 or 1 for a whole one.</summary>
    public long SplitCount => _numbers.GetValueOrDefault("split.count");

    /// <summary>Reads the metadata, and checks that all weights which it lists are there.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="StartupException">There is no such file, or it is no GGUF that can be read.</exception>
    public static GgufHeader Read(string path)
    {
        if (Directory.Exists(path))
            throw Bad($"{path} is a directory: name the .gguf file in it.");
        if (!File.Exists(path))
            throw Bad($"There is no model file {path}.");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20);
            using var reader = new BinaryReader(file, Encoding.UTF8);
            if (ForeignFile.Problem(file) is string foreign)
                throw Bad($"{path} {foreign}");
            _ = reader.ReadUInt32();
            uint version = reader.ReadUInt32();
            if (version is < 2 or > 3)
                throw Bad($"{path} is a GGUF file of version {version}; this engine reads versions 2 and 3.");
            ulong tensors = reader.ReadUInt64();
            GgufHeader header = ReadPairs(path, reader);
            header.LengthBytes = file.Length;
            long needed = GgufTensors.EndOfWeights(
                reader, tensors, header._numbers.GetValueOrDefault("general.alignment"));
            return needed <= file.Length
                ? header
                : throw Bad(
                    $"{path} is cut off: it has {file.Length} of the {needed} bytes that its header tells of. "
                    + "Download or copy it again.");
        }
        catch (EndOfStreamException cut)
        {
            throw Bad($"{path} is cut off in its metadata: download or copy it again.", cut);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw Bad(
                $"{path} can't be read by user {Environment.UserName}: change its permissions, or its owner.", denied);
        }
        catch (IOException failure)
        {
            throw Bad($"{path} can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>What the file is, where it is no model: an adapter, a projector; null where it does not say.</summary>
    public string? FileType => _texts.GetValueOrDefault("general.type");

    /// <summary>An architecture's number, such as <c>block_count</c>; for a list its largest element.</summary>
    public long? Number(string key) =>
        _numbers.TryGetValue($"{Architecture}.{key}", out long value) ? value : null;

    private static GgufHeader ReadPairs(string path, BinaryReader reader)
    {
        ulong pairs = reader.ReadUInt64();
        if (pairs > KeysMax)
            throw Bad($"{path} claims {pairs} metadata entries: it is damaged.");
        var header = new GgufHeader();
        for (ulong i = 0; i < pairs; i++)
        {
            string key = ReadText(path, reader);
            var type = (GgufValueType)reader.ReadInt32();
            if (type == GgufValueType.String)
                header._texts[key] = ReadText(path, reader);
            else if (type == GgufValueType.Array)
                header.ReadArray(path, reader, key);
            else
                header._numbers[key] = ReadNumber(path, reader, type);
        }

        return header;
    }

    private void ReadArray(string path, BinaryReader reader, string key)
    {
        var type = (GgufValueType)reader.ReadInt32();
        ulong count = reader.ReadUInt64();
        if (count > (ulong)reader.BaseStream.Length)
            throw Bad($"{path} is damaged: its entry {key} claims {count} elements.");
        long largest = 0;
        for (ulong i = 0; i < count; i++)
        {
            if (type == GgufValueType.String)
                Skip(path, reader);
            else
                largest = Math.Max(largest, ReadNumber(path, reader, type));
        }

        if (type != GgufValueType.String)
            _numbers[key] = largest;
    }

    private static long ReadNumber(string path, BinaryReader reader, GgufValueType type) => type switch
    {
        GgufValueType.UInt8 or GgufValueType.Bool => reader.ReadByte(),
        GgufValueType.Int8 => reader.ReadSByte(),
        GgufValueType.UInt16 => reader.ReadUInt16(),
        GgufValueType.Int16 => reader.ReadInt16(),
        GgufValueType.UInt32 => reader.ReadUInt32(),
        GgufValueType.Int32 => reader.ReadInt32(),
        GgufValueType.Float32 => (long)reader.ReadSingle(),
        GgufValueType.UInt64 or GgufValueType.Int64 => reader.ReadInt64(),
        GgufValueType.Float64 => (long)reader.ReadDouble(),
        _ => throw Bad($"{path} is damaged: it holds a metadata value of the unknown type {(int)type}."),
    };

    private static string ReadText(string path, BinaryReader reader) =>
        Encoding.UTF8.GetString(reader.ReadBytes(TextLength(path, reader)));

    private static void Skip(string path, BinaryReader reader) =>
        reader.BaseStream.Seek(TextLength(path, reader), SeekOrigin.Current);

    private static int TextLength(string path, BinaryReader reader)
    {
        ulong length = reader.ReadUInt64();
        ulong left = (ulong)(reader.BaseStream.Length - reader.BaseStream.Position);
        return length <= left && length <= int.MaxValue
            ? (int)length
            : throw Bad($"{path} is damaged or cut off: a text in its metadata goes beyond the file's end.");
    }

    private static StartupException Bad(string message, Exception? cause = null) =>
        new(ExitCode.BadModelFile, message, cause);
}
