using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Data.World;
using LlamaOrch.Tools.TinyModel.Sampling;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>selfcheck</c>: what must hold before a training is worth its time, and after it.</summary>
internal static class SelfCheckCommand
{
    private const double GradientErrorMax = 0.02;
    private const int HeldOutConversations = 400;

    public static Command Create()
    {
        Option<FileInfo?> model = new("--model")
        {
            Description = "A GGUF of the same seed: llama.cpp must cut texts into the same tokens.",
        };
        Command command = new("selfcheck", "Check gradients, the world's facts, and a GGUF against llama.cpp.")
        {
            model, CommonOptions.Seed,
        };
        command.SetAction(async (parsed, stop) =>
        {
            double worst = GradientCheck.WorstError(Console.WriteLine);
            Console.WriteLine($"Worst gradient error {worst:G3}, allowed {GradientErrorMax}.");
            IReadOnlyList<string> problems = WorldCheck.Problems();
            Console.WriteLine(problems.Count == 0 ? "The world is consistent." : string.Join('\n', problems));
            int failures = problems.Count + (worst < GradientErrorMax ? 0 : 1);
            if (parsed.GetValue(model) is { } file)
            {
                failures += await CheckModelAsync(file.FullName, parsed.GetValue(CommonOptions.Seed), stop);
            }

            return failures == 0 ? 0 : 1;
        });
        return command;
    }

    private static async Task<int> CheckModelAsync(string path, ulong seed, CancellationToken stop)
    {
        Corpus corpus = new(seed);
        BpeTokenizer tokenizer = corpus.TrainTokenizer(TransformerShape.Default.Vocabulary);
        IReadOnlyList<Conversation> heldOut = corpus.HeldOut(HeldOutConversations);
        using TextGenerator engine = await TextGenerator.LoadAsync(path, stop);
        int differences = ParityCheck.TokenDifferences(engine, tokenizer, heldOut);
        Console.WriteLine($"{differences} texts tokenized differently by llama.cpp.");
        Console.WriteLine($"Held-out loss by llama.cpp: {ParityCheck.Loss(engine, tokenizer, heldOut):F4}");
        return differences;
    }
}
