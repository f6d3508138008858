using LlamaOrch.Tools.TinyModel.Gguf;
using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>
/// A llama with random weights whose vocabulary is single bytes: every character beyond ASCII is split over tokens.
/// </summary>
internal static class TestModel
{
    public const int EndOfText = 256;
    public const int MessageBegin = 257;
    public const int MessageEnd = 258;

    private const int Vocabulary = 288;
    private const int Heads = 4;
    private const int Layers = 2;
    private const int NormalToken = 1;
    private const int ControlToken = 3;

    private const string Template =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' "
        + "+ '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    /// <summary>
    /// Writes the file. Quantisation in super-blocks needs a <paramref name="width"/> of a multiple of 256.
    /// </summary>
    public static void Write(
        string path, int width = 64, int context = 1024, bool half = false, string? template = Template)
    {
        var writer = new GgufWriter();
        writer.Add("general.architecture", "llama");
        writer.Add("general.name", "random");
        writer.Add("llama.context_length", (uint)context);
        writer.Add("llama.embedding_length", (uint)width);
        writer.Add("llama.block_count", (uint)Layers);
        writer.Add("llama.feed_forward_length", (uint)(2 * width));
        writer.Add("llama.attention.head_count", (uint)Heads);
        writer.Add("llama.attention.head_count_kv", (uint)Heads / 2);
        writer.Add("llama.rope.dimension_count", (uint)(width / Heads));
        writer.Add("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        AddTokenizer(writer, template);
        AddTensors(writer, width, half);
        writer.Save(path);
    }

    private static void AddTokenizer(GgufWriter writer, string? template)
    {
        List<string> pieces = [.. Enumerable.Range(0, 256).Select(value => ByteAlphabet.Of((byte)value).ToString())];
        pieces.AddRange(["<|endoftext|>", "<|im_start|>", "<|im_end|>"]);
        while (pieces.Count < Vocabulary)
            pieces.Add($"<|unused_{pieces.Count}|>");
        writer.Add("tokenizer.ggml.model", "gpt2");
        writer.Add("tokenizer.ggml.pre", "gpt-2");
        writer.Add("tokenizer.ggml.tokens", pieces);
        writer.Add("tokenizer.ggml.token_type",
            pieces.Select((_, id) => id < 256 ? NormalToken : ControlToken).ToArray());
        writer.Add("tokenizer.ggml.merges", Array.Empty<string>());
        writer.Add("tokenizer.ggml.bos_token_id", (uint)EndOfText);
        writer.Add("tokenizer.ggml.eos_token_id", (uint)EndOfText);
        writer.Add("tokenizer.ggml.eot_token_id", (uint)MessageEnd);
        writer.Add("tokenizer.ggml.add_bos_token", false);
        if (template is not null)
            writer.Add("tokenizer.chat_template", template);
    }

    private static void AddTensors(GgufWriter writer, int width, bool half)
    {
        var random = new Random(42);
        void Matrix(string name, int columns, int rows)
        {
            float[] values = new float[columns * rows];
            for (int i = 0; i < values.Length; i++)
                values[i] = (float)((random.NextDouble() - 0.5) * 4 / Math.Sqrt(columns));
            writer.AddTensor(name, [columns, rows], half, values);
        }

        void Ones(string name)
        {
            float[] values = new float[width];
            Array.Fill(values, 1f);
            writer.AddTensor(name, [width], false, values);
        }

        Matrix("token_embd.weight", width, Vocabulary);
        Matrix("output.weight", width, Vocabulary);
        Ones("output_norm.weight");
        for (int i = 0; i < Layers; i++)
        {
            Ones($"blk.{i}.attn_norm.weight");
            Matrix($"blk.{i}.attn_q.weight", width, width);
            Matrix($"blk.{i}.attn_k.weight", width, width / 2);
            Matrix($"blk.{i}.attn_v.weight", width, width / 2);
            Matrix($"blk.{i}.attn_output.weight", width, width);
            Ones($"blk.{i}.ffn_norm.weight");
            Matrix($"blk.{i}.ffn_gate.weight", width, 2 * width);
            Matrix($"blk.{i}.ffn_up.weight", width, 2 * width);
            Matrix($"blk.{i}.ffn_down.weight", 2 * width, width);
        }
    }
}
