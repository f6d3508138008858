using System.CommandLine.Parsing;
using LlamaOrch.Hosting.Startup;

namespace LlamaOrch.Cli.Commands;

/// <summary>What values options may have; a problem names the option, the value and the rule.</summary>
internal static class OptionRules
{
    /// <summary>An absolute http or https URL without credentials.</summary>
    public static Uri? HttpUrl(ArgumentResult result)
    {
        string text = result.Tokens.Single().Value;
        if (CalledUrl.ProblemOf(text) is not string problem)
            return new Uri(text);
        result.AddError(problem);
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public static Func<ArgumentResult, int> Number(string option, int min, int max) => result =>
    {
        string text = result.Tokens.Single().Value;
        if (int.TryParse(text, out int value) && value >= min && value <= max)
            return value;
        result.AddError($"{option}: '{text}' is not a whole number from {min} to {max}.");
        return min;
    };
}
