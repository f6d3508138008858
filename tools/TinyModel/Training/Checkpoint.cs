using System.Runtime.InteropServices;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>The state of a training, so that it can go on after a stop.</summary>
public static class Checkpoint
{
    private const uint Magic = 0x314D544C;

    /// <summary>Writes the file anew; a stop in the middle leaves the one before.</summary>
    public static void Save(string path, Transformer model, AdamW optimizer, TrainingProgress progress)
    {
        string temporary = path + ".new";
        using (BinaryWriter writer = new(File.Create(temporary)))
        {
            writer.Write(Magic);
            writer.Write(model.Parameters.Length);
            writer.Write(progress.Steps);
            writer.Write(progress.Tokens);
            writer.Write(progress.Elapsed.Ticks);
            foreach (FloatBuffer buffer in (FloatBuffer[])[model.Parameters, optimizer.First, optimizer.Second])
            {
                writer.Write(MemoryMarshal.AsBytes(buffer.Span));
            }
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Reads the file into the model and the optimizer.</summary>
    /// <exception cref="InvalidDataException">The file is of another model or no checkpoint.</exception>
    public static TrainingProgress Load(string path, Transformer model, AdamW optimizer)
    {
        using BinaryReader reader = new(File.OpenRead(path));
        if (reader.ReadUInt32() != Magic || reader.ReadInt32() != model.Parameters.Length)
        {
            throw new InvalidDataException($"{path} is not a checkpoint of a model of this shape.");
        }

        TrainingProgress progress = new(reader.ReadInt64(), reader.ReadInt64(), TimeSpan.FromTicks(reader.ReadInt64()));
        foreach (FloatBuffer buffer in (FloatBuffer[])[model.Parameters, optimizer.First, optimizer.Second])
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(buffer.Span));
        }

        model.ParametersChanged();
        return progress;
    }
}
