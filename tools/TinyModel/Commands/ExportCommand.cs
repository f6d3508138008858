using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Gguf;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>export</c>: a checkpoint as GGUF, while the training goes on.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        Option<FileInfo> input = new("--checkpoint") { Description = "The checkpoint.", Required = true };
        Option<FileInfo> output = new("--out") { Description = "The GGUF to write.", Required = true };
        Command command = new("export", "Write a checkpoint as GGUF (F16).") { input, output, CommonOptions.Seed };
        command.SetAction(parsed =>
        {
            TransformerShape shape = TransformerShape.Default;
            using Transformer model = new(shape);
            using AdamW optimizer = new(shape);
            TrainingProgress progress = Checkpoint.Load(parsed.GetValue(input)!.FullName, model, optimizer);
            BpeTokenizer tokenizer = new Corpus(parsed.GetValue(CommonOptions.Seed)).TrainTokenizer(shape.Vocabulary);
            string path = parsed.GetValue(output)!.FullName;
            ModelExport.Save(path, shape, tokenizer.Vocabulary, model.Parameters.Span.ToArray(), half: true);
            Console.WriteLine($"{path}: step {progress.Steps}, {progress.Tokens:N0} tokens");
            return 0;
        });
        return command;
    }
}
