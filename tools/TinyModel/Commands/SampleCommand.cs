using System.CommandLine;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.Tools.TinyModel.Sampling;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary><c>sample</c>: prompts through llama.cpp.</summary>
internal static class SampleCommand
{
    private static readonly Option<FileInfo> Model = new("--model") { Description = "The GGUF.", Required = true };

    private static readonly Option<float> Temperature = new("--temperature")
    {
        Description = "0 always takes the most probable token; llama-server's default is 0.8.",
        DefaultValueFactory = _ => 0.8f,
    };

    private static readonly Option<uint> Seed = new("--seed")
    {
        Description = "Seed of the sampling.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<int> TokensMax = new("--max-tokens")
    {
        Description = "Most tokens of an answer.",
        DefaultValueFactory = _ => 300,
    };

    private static readonly Option<bool> Wide = new("--wide") { Description = "Add forty harder prompts." };

    private static readonly Argument<string[]> Prompts = new("prompts")
    {
        Description = "What to say to the model; without any, the ten prompts of its card.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public static Command Create()
    {
        Command command = new("sample", "Answer prompts through llama.cpp itself.")
        {
            Model, Temperature, Seed, TokensMax, Wide, Prompts,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken stop)
    {
        using TextGenerator generator = await TextGenerator.LoadAsync(parsed.GetValue(Model)!.FullName, stop);
        SamplingParameters sampling = new()
        {
            Temperature = parsed.GetValue(Temperature),
            Seed = parsed.GetValue(Seed),
        };
        string[] given = parsed.GetValue(Prompts) ?? [];
        IEnumerable<string> prompts = given.Length > 0 ? given : SamplePrompts.Card;
        int unended = 0;
        foreach (string prompt in parsed.GetValue(Wide) ? prompts.Concat(SamplePrompts.Wide) : prompts)
        {
            Answer answer = generator.Generate(
                [new ChatMessage("user", prompt)], sampling, parsed.GetValue(TokensMax));
            unended += answer.Ended ? 0 : 1;
            Console.WriteLine($"> {prompt}\n{answer.Text}{(answer.Ended ? "" : " [cut off]")}\n");
        }

        if (unended > 0)
        {
            Console.WriteLine($"{unended} answers did not end by themselves.");
        }

        return 0;
    }
}
