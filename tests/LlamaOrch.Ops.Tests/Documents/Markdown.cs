using System.Text.RegularExpressions;

namespace LlamaOrch.Ops.Tests.Documents;

/// <summary>Reading of our pages.</summary>
internal static partial class Markdown
{
    /// <summary>The texts of the headings, code blocks left out.</summary>
    public static IReadOnlyList<string> Headings(string page) =>
    [
        .. Heading().Matches(CodeBlock().Replace(page, string.Empty))
            .Select(heading => heading.Groups[1].Value.Trim()),
    ];

    /// <summary>The cells of all table rows, without those that only draw lines.</summary>
    public static IEnumerable<string[]> Rows(string page) =>
        from line in page.Split('\n')
        where line.StartsWith('|') && !line.StartsWith("|-", StringComparison.Ordinal)
        select line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"^#{1,6}\s+(.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex CodeBlock();
}
