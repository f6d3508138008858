using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>data</c>: prints what the model is trained on, and how the tokenizer cuts it.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        Option<int> count = new("--count")
        {
            Description = "Number of conversations to print.",
            DefaultValueFactory = _ => 10,
        };
        Option<bool> summary = new("--summary") { Description = "Print counts over 2,000 conversations instead." };
        Command command = new("data", "Print conversations of the training stream.")
        {
            CommonOptions.Seed, count, summary,
        };
        command.SetAction(parsed =>
        {
            Corpus corpus = new(parsed.GetValue(CommonOptions.Seed));
            IEnumerable<Conversation> stream = corpus.Training([], 0);
            if (parsed.GetValue(summary))
            {
                Summarise(corpus, [.. stream.Take(2000)]);
                return 0;
            }

            foreach (Conversation conversation in stream.Take(parsed.GetValue(count)))
            {
                Console.WriteLine(ChatMl.Render(conversation));
            }

            return 0;
        });
        return command;
    }

    private static void Summarise(Corpus corpus, Conversation[] conversations)
    {
        BpeTokenizer tokenizer = corpus.TrainTokenizer(TransformerShape.Default.Vocabulary);
        int context = TransformerShape.Default.Context;
        Document[] documents = [.. conversations.Select(item => ChatMl.Encode(tokenizer, item, context))];
        int tokens = documents.Sum(document => document.Tokens.Length);
        int words = conversations.Sum(item => PreTokenizer.Split(ChatMl.Render(item)).Count());
        Console.WriteLine($"pieces {tokenizer.Vocabulary.Pieces.Count}");
        Console.WriteLine($"tokens a conversation {tokens / (double)conversations.Length:F1}, " +
            $"longest {documents.Max(document => document.Tokens.Length)}");
        Console.WriteLine($"tokens a word {tokens / (double)words:F3}");
        Console.WriteLine($"learned tokens {documents.Sum(document => document.LearnedCount)} of {tokens}");
    }
}
