using System.Text.RegularExpressions;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>What an expression is made of.</summary>
internal static partial class RuleExpression
{
    private static readonly HashSet<string> Words =
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset"];

    /// <summary>The series that an expression names.</summary>
    public static IEnumerable<string> Series(string expression)
    {
        string plain = Matchers().Replace(expression, string.Empty);
        plain = Windows().Replace(plain, string.Empty);
        plain = LabelLists().Replace(plain, " ");
        return Names().Matches(plain).Select(name => name.Value).Where(name => !Words.Contains(name)).Distinct();
    }

    /// <summary>The labels that an expression names, in its matchers and in its lists.</summary>
    public static IEnumerable<string> Labels(string expression)
    {
        string unquoted = Quoted().Replace(expression, "\"\"");
        IEnumerable<string> matched = Matchers().Matches(unquoted)
            .SelectMany(set => MatchedLabels().Matches(set.Value)).Select(label => label.Groups[1].Value);
        IEnumerable<string> listed = LabelLists().Matches(unquoted)
            .SelectMany(list => list.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries))
            .Where(label => label.Length > 0);
        return matched.Concat(listed).Distinct();
    }

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Matchers();

    [GeneratedRegex(@"([a-z_]+)\s*(?:=~|!~|!=|=)")]
    private static partial Regex MatchedLabels();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Windows();

    [GeneratedRegex(@"\b(?:by|on|without|ignoring|group_left|group_right)\s*\((?<labels>[^)]*)\)")]
    private static partial Regex LabelLists();

    // Not functions, which a parenthesis follows, and not the letters inside a number or a duration.
    [GeneratedRegex(@"(?<![\w:])[a-zA-Z_][\w:]*(?![\w:])(?!\s*\()")]
    private static partial Regex Names();
}
