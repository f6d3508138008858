using System.CommandLine;

namespace LlamaOrch.Tools.TinyModel.Commands;

/// <summary>Options that several commands take.</summary>
internal static class CommonOptions
{
    /// <summary>The seed of everything that is random.</summary>
    public static Option<ulong> Seed { get; } = new("--seed")
    {
        Description = "Seed of data, tokenizer and weights.",
        DefaultValueFactory = _ => 1,
    };
}
