using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Sampling;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>evaluate</c>: numbers for the model's card.</summary>
internal static class EvaluateCommand
{
    private const int Conversations = 400;

    public static Command Create()
    {
        Option<FileInfo> model = new("--model") { Description = "The GGUF.", Required = true };
        Command command = new("evaluate", "Held-out loss and right answers, by llama.cpp.")
        {
            model, CommonOptions.Seed,
        };
        command.SetAction(async (parsed, stop) =>
        {
            Corpus corpus = new(parsed.GetValue(CommonOptions.Seed));
            BpeTokenizer tokenizer = corpus.TrainTokenizer(TransformerShape.Default.Vocabulary);
            using TextGenerator engine = await TextGenerator.LoadAsync(parsed.GetValue(model)!.FullName, stop);
            Conversation[] heldOut = [.. corpus.HeldOut(Conversations)];
            Console.WriteLine($"Loss of {Conversations} held-out conversations: " +
                $"{ParityCheck.Loss(engine, tokenizer, heldOut):F4} nats a token of the answers.");
            foreach ((string kind, int right, int asked) in FactExam.Run(engine))
            {
                Console.WriteLine($"{right} of {asked}: {kind}");
            }

            return 0;
        });
        return command;
    }
}
