using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace LlamaOrch.Cli.Commands;

/// <summary>Examples under a command's help.</summary>
internal static class Examples
{
    /// <summary>Shows <paramref name="lines"/> after the command's own help.</summary>
    public static Command WithExamples(this Command command, params string[] lines)
    {
        command.Options.Add(new HelpOption { Action = new HelpWithExamples(lines) });
        return command;
    }

    /// <summary>
    /// The root's help option reaches down to every command, which would then list two: it becomes the root's alone.
    /// </summary>
    public static void Replace(RootCommand root)
    {
        foreach (HelpOption reaching in root.Options.OfType<HelpOption>().ToArray())
            root.Options.Remove(reaching);
        root.WithExamples(
            "llama-orch up",
            "llama-orch chat 'Tell me a story about a cat.'",
            "llama-orch doctor --url https://fleet.example");
    }

    private sealed class HelpWithExamples(string[] lines) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int result = new HelpAction().Invoke(parseResult);
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines)
                output.WriteLine($"  {line}");
            return result;
        }
    }
}
