using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Sampling;

/// <summary>Whether llama.cpp sees what the trainer saw: the same tokens, and the same loss from the written file.
/// </summary>
internal static class ParityCheck
{
    private static readonly string[] OddTexts =
    [
        "", " ", "  two  spaces", "tabs\tand\nnew\n\nlines \n", "don't, we'll, it's", "Zürich, 日本, 🦊",
        "a1b22c333",
        "!?...;;", "{\"json\": [1, 2.5]}", "trailing space ", "\n", "ALL CAPS", "<|im_start", "naïve café",
    ];

    /// <summary>Number of texts that llama.cpp tokenizes differently.</summary>
    public static int TokenDifferences(TextGenerator engine, BpeTokenizer tokenizer, IEnumerable<Conversation> items)
    {
        int differences = 0;
        foreach (string text in OddTexts)
        {
            List<int> ours = [];
            tokenizer.Encode(text, ours);
            differences += Differs(ours, engine.Vocabulary.Tokenize(text, false, false), text);
        }

        foreach (Conversation item in items)
        {
            int[] ours = ChatMl.Encode(tokenizer, item, int.MaxValue).Tokens;
            string text = ChatMl.Render(item);
            differences += Differs(ours, engine.Vocabulary.Tokenize(text, false, true), text);
        }

        return differences;
    }

    /// <summary>llama.cpp's mean loss in nats over the learned tokens of the conversations.</summary>
    public static double Loss(TextGenerator engine, BpeTokenizer tokenizer, IEnumerable<Conversation> items)
    {
        double loss = 0;
        int learned = 0;
        foreach (Conversation item in items)
        {
            Document document = ChatMl.Encode(tokenizer, item, TransformerShape.Default.Context);
            loss += engine.Loss(document.Tokens, document.Weights);
            learned += document.LearnedCount;
        }

        return loss / learned;
    }

    private static int Differs(IReadOnlyList<int> ours, IReadOnlyList<int> theirs, string text)
    {
        if (ours.SequenceEqual(theirs))
        {
            return 0;
        }

        Console.WriteLine($"Tokenized differently: '{text}'\n  here      {string.Join(' ', ours)}\n" +
            $"  llama.cpp {string.Join(' ', theirs)}");
        return 1;
    }
}
