using System.Text.Json;
using System.Text.RegularExpressions;

namespace LlamaOrch.Hosting.Errors;

/// <summary>What is wrong with a body, in words for its sender: the parser's own name our types.</summary>
public static partial class BodyProblem
{
    /// <summary>A sentence, and the field that it is about; null when it is about the whole body.</summary>
    public static (string Message, string? Field) Of(JsonException failure)
    {
        string? field = failure.Path?.TrimStart('$', '.') is { Length: > 0 } path ? path : null;
        if (Missing().Match(failure.Message) is { Success: true } missing)
        {
            string name = missing.Groups["name"].Value;
            string full = field is null ? name : $"{field}.{name}";
            return ($"The body lacks '{full}'.", full);
        }

        if (Empty().IsMatch(failure.Message))
            return ("The body is empty: send JSON.", null);
        if (Twice().Match(failure.Message) is { Success: true } twice)
        {
            string name = twice.Groups["name"].Value;
            string full = field is null || field.EndsWith(name, StringComparison.Ordinal)
                ? field ?? name
                : $"{field}.{name}";
            return ($"'{full}' stands twice.", full);
        }

        // Our converters throw sentences of their own; it is only the built-in ones that speak of types.
        if (Unreadable().IsMatch(failure.Message))
            return ($"The value of '{field ?? "the body"}' is not of the kind expected.", field);
        return ($"The body is not the JSON expected: {failure.Message}", field);
    }

    [GeneratedRegex("missing required properties including: '(?<name>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Missing();

    [GeneratedRegex("^Duplicate property '(?<name>[^']+)'", RegexOptions.CultureInvariant)]
    private static partial Regex Twice();

    [GeneratedRegex("^The input does not contain any JSON tokens", RegexOptions.CultureInvariant)]
    private static partial Regex Empty();

    [GeneratedRegex("^The JSON value could not be converted to ", RegexOptions.CultureInvariant)]
    private static partial Regex Unreadable();
}
