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
