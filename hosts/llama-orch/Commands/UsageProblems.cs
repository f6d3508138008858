using System.CommandLine;
using System.CommandLine.Parsing;
using LlamaOrch.Hosting.Settings;

namespace LlamaOrch.Cli.Commands;

/// <summary>
/// What is wrong with a command line: all of it, with the nearest existing name for one that is unknown.
/// </summary>
internal static class UsageProblems
{
    public static IEnumerable<string> Of(ParseResult parsed)
    {
        HashSet<string> unknown = [.. parsed.UnmatchedTokens];
        string[] names = [.. NamesOf(parsed.CommandResult)];
        foreach (string token in parsed.UnmatchedTokens)
            yield return Unknown(token, names);
        foreach (ParseError error in parsed.Errors)
        {
            // The parser says of an unknown word that it is unknown, and of its command that it lacks one.
            if (!unknown.Any(token => error.Message.Contains($"'{token}'", StringComparison.Ordinal))
                && !(unknown.Count > 0 && error.Message.StartsWith("Required command", StringComparison.Ordinal)))
                yield return error.Message;
        }
    }

    private static string Unknown(string token, string[] names)
    {
        string name = token.Split('=')[0];
        return NearestName.Of(name, names) is string nearest
            ? $"'{name}' is unknown; did you mean {nearest}?"
            : $"'{name}' is unknown.";
    }

    private static IEnumerable<string> NamesOf(CommandResult command) => command.Command.Subcommands
        .Select(sub => sub.Name)
        .Concat(command.Command.Options.Select(option => option.Name));
}
