using System.Text;

namespace LlamaOrch.Tools.TinyModel.Gguf;

/// <summary>Writes a GGUF version 3 file: metadata, tensor table, aligned tensor data.</summary>
public sealed class GgufWriter
{
    private const int Alignment = 32;

    private readonly List<Action<BinaryWriter>> _metadata = [];
    private readonly List<(string Name, int[] Shape, bool Half, ReadOnlyMemory<float> Values)> _tensors = [];

    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        Text = 8,
        List = 9,
    }

    public void Add(string key, uint value) => Add(key, ValueType.UInt32, writer => writer.Write(value));

    public void Add(string key, float value) => Add(key, ValueType.Float32, writer => writer.Write(value));

    public void Add(string key, bool value) => Add(key, ValueType.Boolean, writer => writer.Write(value));

    public void Add(string key, string value) => Add(key, ValueType.Text, writer => WriteText(writer, value));

    public void Add(string key, IReadOnlyCollection<string> values) => Add(key, ValueType.List, writer =>
    {
        writer.Write((uint)ValueType.Text);
        writer.Write((ulong)values.Count);
        foreach (string value in values)
        {
            WriteText(writer, value);
        }
    });

    public void Add(string key, IReadOnlyCollection<int> values) => Add(key, ValueType.List, writer =>
    {
        writer.Write((uint)ValueType.Int32);
        writer.Write((ulong)values.Count);
        foreach (int value in values)
        {
            writer.Write(value);
        }
    });

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its GGUF name.</param>
    /// <param name="shape">Row length first, as GGUF counts dimensions.</param>
    /// <param name="half">Stored as F16 instead of F32.</param>
    /// <param name="values">Row after row.</param>
    public void AddTensor(string name, int[] shape, bool half, ReadOnlyMemory<float> values) =>
        _tensors.Add((name, shape, half, values));

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using BinaryWriter writer = new(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)_tensors.Count);
        writer.Write((ulong)_metadata.Count);
        _metadata.ForEach(write => write(writer));
        ulong offset = 0;
        foreach ((string name, int[] shape, bool half, ReadOnlyMemory<float> values) in _tensors)
        {
            WriteText(writer, name);
            writer.Write((uint)shape.Length);
            Array.ForEach(shape, length => writer.Write((ulong)length));
            writer.Write(half ? 1u : 0u);
            writer.Write(offset);
            offset += Aligned((ulong)values.Length * (half ? 2u : 4u));
        }

        foreach ((_, _, bool half, ReadOnlyMemory<float> values) in _tensors)
        {
            Pad(writer);
            WriteValues(writer, half, values.Span);
        }

        Pad(writer);
    }

    private static void WriteValues(BinaryWriter writer, bool half, ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            if (half)
            {
                writer.Write((Half)value);
            }
            else
            {
                writer.Write(value);
            }
        }
    }

    private void Add(string key, ValueType type, Action<BinaryWriter> writeValue) => _metadata.Add(writer =>
    {
        WriteText(writer, key);
        writer.Write((uint)type);
        writeValue(writer);
    });

    private static void WriteText(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static ulong Aligned(ulong length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        while (writer.BaseStream.Position % Alignment != 0)
        {
            writer.Write((byte)0);
        }
    }
}
