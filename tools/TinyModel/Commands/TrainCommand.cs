using System.CommandLine;
using System.Runtime.InteropServices;
using LlamaOrch.Tools.TinyModel.Gguf;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>train</c>: from a seed to a GGUF.</summary>
internal static class TrainCommand
{
    private static readonly Option<FileInfo> Output = new("--out")
    {
        Description = "The GGUF to write when the training ends or is stopped.",
        Required = true,
    };

    private static readonly Option<DirectoryInfo> Checkpoints = new("--checkpoints")
    {
        Description = "Folder of the checkpoint.",
        DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "llorch-tiny")),
    };

    private static readonly Option<long> Steps = new("--steps")
    {
        Description = "Optimizer steps.",
        DefaultValueFactory = _ => 6000,
    };

    private static readonly Option<int> StepTokens = new("--step-tokens")
    {
        Description = "Tokens a step, about.",
        DefaultValueFactory = _ => 3072,
    };

    private static readonly Option<float> Rate = new("--rate")
    {
        Description = "Highest learning rate.",
        DefaultValueFactory = _ => 2e-3f,
    };

    private static readonly Option<int> Threads = new("--threads")
    {
        Description = "Threads.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on from the checkpoint." };

    public static Command Create()
    {
        Command command = new("train", "Make data and tokenizer, train, write the GGUF (F16). Ctrl-C keeps it.")
        {
            Output, CommonOptions.Seed, Checkpoints, Steps, StepTokens, Rate, Threads, Resume,
        };
        command.SetAction(Run);
        return command;
    }

    private static int Run(ParseResult parsed)
    {
        TrainingOptions options = new(
            parsed.GetValue(CommonOptions.Seed),
            TransformerShape.Default,
            parsed.GetValue(Steps),
            parsed.GetValue(StepTokens),
            parsed.GetValue(Rate),
            parsed.GetValue(Threads),
            parsed.GetValue(Checkpoints)!.FullName,
            parsed.GetValue(Resume));
        using CancellationTokenSource stop = new();
        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        Console.WriteLine("Making the tokenizer and the held-out conversations.");
        using TrainingLoop loop = new(options);
        Console.WriteLine($"{loop.Model.Parameters.Length:N0} weights, {loop.Vocabulary.Pieces.Count} pieces.");
        loop.Run(Console.WriteLine, stop.Token);
        string path = parsed.GetValue(Output)!.FullName;
        ModelExport.Save(path, options.Shape, loop.Vocabulary, loop.Model.Parameters.Span.ToArray(), half: true);
        Console.WriteLine($"{path}: {new FileInfo(path).Length:N0} bytes");
        return 0;
    }
}
