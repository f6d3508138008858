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

    /// <summary>Where a control plane is.</summary>
    public static Uri? ControlPlaneUrl(ArgumentResult result)
    {
        if (TryControlPlaneUrl(result.Tokens.Single().Value, out string problem) is Uri url)
            return url;
        result.AddError($"--url: {problem}");
        return null;
    }

    /// <summary>
    /// Where a control plane is, from text; null, and why, for anything else. The base URL of OpenAI clients, which
    /// ends with /v1, is taken for what it means; any other path would be dropped, so it is refused.
    /// </summary>
    public static Uri? TryControlPlaneUrl(string text, out string problem)
    {
        string root = text.Trim().TrimEnd('/');
        foreach (string api in (string[])["/v1", "/v2"])
        {
            if (root.EndsWith(api, StringComparison.Ordinal))
                root = root[..^api.Length];
        }

        problem = CalledUrl.ProblemOfRoot(root) ?? string.Empty;
        return problem.Length == 0 ? new Uri(root) : null;
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
