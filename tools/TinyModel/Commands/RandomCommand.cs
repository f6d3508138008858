using System.CommandLine;
using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Gguf;
using LlamaOrch.Tools.TinyModel.Tokenizer;
using LlamaOrch.Tools.TinyModel.Training;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>random</c>: a model that llama.cpp loads and that answers nonsense, for tests.</summary>
internal static class RandomCommand
{
    public static Command Create()
    {
        Option<FileInfo> output = new("--out") { Description = "The GGUF to write.", Required = true };
        Option<int> layers = new("--layers")
        {
            Description = "Number of blocks.",
            DefaultValueFactory = _ => TransformerShape.Default.Layers,
        };
        Option<int> context = new("--context")
        {
            Description = "Context length in tokens.",
            DefaultValueFactory = _ => TransformerShape.Default.Context,
        };
        Option<bool> half = new("--f16") { Description = "F16 matrices instead of F32." };
        Command command = new("random", "Write a random-weight GGUF with tokenizer and chat template, in seconds.")
        {
            output, CommonOptions.Seed, layers, context, half,
        };
        command.SetAction(parsed =>
        {
            ulong seed = parsed.GetValue(CommonOptions.Seed);
            TransformerShape shape = TransformerShape.Default with
            {
                Layers = parsed.GetValue(layers),
                Context = parsed.GetValue(context),
            };
            BpeTokenizer tokenizer = new Corpus(seed).TrainTokenizer(shape.Vocabulary);
            ParameterLayout parameterLayout = new(shape);
            float[] parameters = new float[parameterLayout.Count];
            parameterLayout.Initialise(parameters, new SeededRandom(seed));
            string path = parsed.GetValue(output)!.FullName;
            ModelExport.Save(path, shape, tokenizer.Vocabulary, parameters, parsed.GetValue(half));
            Console.WriteLine($"{path}: {parameters.Length:N0} weights, {tokenizer.Vocabulary.Pieces.Count} pieces, " +
                $"{new FileInfo(path).Length:N0} bytes");
            return 0;
        });
        return command;
    }
}
