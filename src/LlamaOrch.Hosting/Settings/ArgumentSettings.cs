using LlamaOrch.Hosting.Logging;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// Reads <c>--name value</c> and <c>--name=value</c>. Nothing is skipped: whatever has another form is a problem.
/// </summary>
internal static class ArgumentSettings
{
    /// <summary>The flag that asks for a check of the settings only; it has no value.</summary>
    public const string CheckFlag = "--check";

    private const string Prefix = "--";

    /// <summary>Reads a command line.</summary>
    public static void Read(IReadOnlyList<string> args, GivenSettings into)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string argument = args[index];
            if (argument == CheckFlag)
                continue;
            if (!argument.StartsWith(Prefix, StringComparison.Ordinal) || argument.Length == Prefix.Length
                || argument[Prefix.Length] == '=')
            {
                into.Problems.Add(Stray(argument));
                continue;
            }

            int sign = argument.IndexOf('=', StringComparison.Ordinal);
            string name = sign < 0 ? argument[Prefix.Length..] : argument[Prefix.Length..sign];
            string? value = sign >= 0 ? argument[(sign + 1)..] : ValueAfter(args, ref index);
            if (value is null)
                into.Problems.Add($"{name}: no value follows --{name}; write --{name}=VALUE.");
            else
                into.Add(name, value, $"argument --{name}");
        }
    }

    private static string? ValueAfter(IReadOnlyList<string> args, ref int index) =>
        index + 1 < args.Count && !args[index + 1].StartsWith(Prefix, StringComparison.Ordinal)
            ? args[++index]
            : null;

    private static string Stray(string argument)
    {
        string shown = LogRedaction.Text(argument);
        int sign = argument.IndexOf('=', StringComparison.Ordinal);
        return sign > 0
            ? $"'{shown}': settings begin with two dashes; write --{shown.TrimStart('-', '/')}."
            : $"'{shown}': a word that belongs to no setting; settings are --name VALUE or --name=VALUE.";
    }
}
