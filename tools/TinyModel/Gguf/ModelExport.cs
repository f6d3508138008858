using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Gguf;

/// <summary>Writes parameters and vocabulary as a GGUF that llama.cpp loads.</summary>
public static class ModelExport
{
    private const int NormalToken = 1;
    private const int ControlToken = 3;

    /// <summary>Writes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="shape">The model's dimensions.</param>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="parameters">As <see cref="ParameterLayout"/> lays them out.</param>
    /// <param name="half">Matrices as F16; otherwise F32. Gains are always F32, as llama.cpp wants.</param>
    public static void Save(
        string path,
        TransformerShape shape,
        Vocabulary vocabulary,
        float[] parameters,
        bool half)
    {
        GgufWriter writer = new();
        AddArchitecture(writer, shape, half);
        AddTokenizer(writer, shape, vocabulary);
        AddTensors(writer, shape, parameters, half);
        writer.Save(path);
    }

    private static void AddArchitecture(GgufWriter writer, TransformerShape shape, bool half)
    {
        writer.Add("general.architecture", "llama");
        writer.Add("general.name", "llorch-tiny");
        writer.Add("general.license", "apache-2.0");
        writer.Add("general.file_type", half ? 1u : 0u);
        writer.Add("llama.vocab_size", (uint)shape.Vocabulary);
        writer.Add("llama.context_length", (uint)shape.Context);
        writer.Add("llama.embedding_length", (uint)shape.Width);
        writer.Add("llama.block_count", (uint)shape.Layers);
        writer.Add("llama.feed_forward_length", (uint)shape.FeedForward);
        writer.Add("llama.attention.head_count", (uint)shape.Heads);
        writer.Add("llama.attention.head_count_kv", (uint)shape.Heads);
        writer.Add("llama.rope.dimension_count", (uint)shape.HeadWidth);
        writer.Add("llama.rope.freq_base", TransformerShape.RopeBase);
        writer.Add("llama.attention.layer_norm_rms_epsilon", TransformerShape.NormEpsilon);
    }

    private static void AddTokenizer(GgufWriter writer, TransformerShape shape, Vocabulary vocabulary)
    {
        // Ids beyond the pieces exist only to give the embedding a size that vectors divide.
        string[] unused = [.. Enumerable.Range(vocabulary.Pieces.Count, shape.Vocabulary - vocabulary.Pieces.Count)
            .Select(id => $"<|unused_{id}|>")];
        string[] pieces = [.. vocabulary.Pieces, .. unused];
        bool IsControl(int id) => id < Vocabulary.ControlTokens.Count || id >= vocabulary.Pieces.Count;
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", "gpt-2");
        writer.Add("tokenizer.ggml.tokens", pieces);
        writer.Add(
            "tokenizer.ggml.token_type",
            Enumerable.Range(0, pieces.Length).Select(id => IsControl(id) ? ControlToken : NormalToken).ToArray());
        writer.Add(
            "tokenizer.ggml.merges",
            vocabulary.Merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray());
        writer.Add("tokenizer.ggml.bos_token_id", (uint)Vocabulary.EndOfText);
        writer.Add("tokenizer.ggml.eos_token_id", (uint)Vocabulary.MessageEnd);
        writer.Add("tokenizer.ggml.eot_token_id", (uint)Vocabulary.MessageEnd);
        writer.Add("tokenizer.ggml.padding_token_id", (uint)Vocabulary.EndOfText);
        writer.Add("tokenizer.ggml.add_bos_token", false);
        writer.Add("tokenizer.ggml.add_eos_token", false);
        writer.Add("tokenizer.chat_template", ChatMl.Template);
    }

    private static void AddTensors(GgufWriter writer, TransformerShape shape, float[] parameters, bool half)
    {
        ParameterLayout layout = new(shape);
        int width = shape.Width;
        int inner = shape.FeedForward;
        void Gain(string name, int offset) =>
            writer.AddTensor(name, [width], false, parameters.AsMemory(offset, width));
        void Matrix(string name, int offset, int rows, int columns, int first, int count) =>
            writer.AddTensor(name, [rows, count], half, Columns(parameters, offset, rows, columns, first, count));

        writer.AddTensor("token_embd.weight", [width, shape.Vocabulary], half,
            parameters.AsMemory(ParameterLayout.Embedding, shape.Vocabulary * width));
        Gain("output_norm.weight", layout.OutputNorm);
        for (int i = 0; i < shape.Layers; i++)
        {
            Gain($"blk.{i}.attn_norm.weight", layout.AttentionNorm(i));
            Matrix($"blk.{i}.attn_q.weight", layout.QueryKeyValue(i), width, 3 * width, 0, width);
            Matrix($"blk.{i}.attn_k.weight", layout.QueryKeyValue(i), width, 3 * width, width, width);
            Matrix($"blk.{i}.attn_v.weight", layout.QueryKeyValue(i), width, 3 * width, 2 * width, width);
            Matrix($"blk.{i}.attn_output.weight", layout.AttentionOutput(i), width, width, 0, width);
            Gain($"blk.{i}.ffn_norm.weight", layout.FeedForwardNorm(i));
            Matrix($"blk.{i}.ffn_gate.weight", layout.GateUp(i), width, 2 * inner, 0, inner);
            Matrix($"blk.{i}.ffn_up.weight", layout.GateUp(i), width, 2 * inner, inner, inner);
            Matrix($"blk.{i}.ffn_down.weight", layout.Down(i), inner, width, 0, width);
        }
    }

    /// <summary>Columns [first, first + count) of an input-major matrix as output-major rows.</summary>
    private static float[] Columns(float[] parameters, int offset, int rows, int columns, int first, int count)
    {
        float[] result = new float[count * rows];
        for (int column = 0; column < count; column++)
        {
            for (int row = 0; row < rows; row++)
            {
                result[(column * rows) + row] = parameters[offset + (row * columns) + first + column];
            }
        }

        return result;
    }
}
