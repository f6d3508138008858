using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;

namespace LlamaOrch.Ops.Tests.Documents;

/// <summary>The runbook, read.</summary>
internal static partial class RunbookPage
{
    /// <summary>The page.</summary>
    public static string Text { get; } = AlertFiles.Read(AlertFiles.Runbook);

    /// <summary>Every fenced block, in its order.</summary>
    public static IReadOnlyList<RunbookBlock> Blocks { get; } = [.. Read()];

    /// <summary>The text below a heading of the second level, up to the next one.</summary>
    public static string Section(string heading) =>
        Regex.Match(Text, $@"^## {Regex.Escape(heading)}\n(.*?)(?=^## |\z)", Sections).Groups[1].Value;

    /// <summary>What a block's commands ask Prometheus.</summary>
    public static IEnumerable<string> Queries(RunbookBlock block) =>
        from Match query in Query().Matches(block.Commands)
        let text = query.Groups["single"].Value + query.Groups["double"].Value
        select text.Replace("\\\"", "\"", StringComparison.Ordinal);

    private const RegexOptions Sections = RegexOptions.Multiline | RegexOptions.Singleline;

    private static IEnumerable<RunbookBlock> Read()
    {
        string section = string.Empty, part = string.Empty;
        string? kind = null;
        var commands = new List<string>();
        foreach (string line in Text.Split('\n'))
        {
            if (kind is not null && line == "```")
            {
                yield return new RunbookBlock(kind, section, part, string.Join('\n', commands));
                kind = null;
                commands.Clear();
            }
            else if (kind is not null)
            {
                commands.Add(line);
            }
            else if (line.StartsWith("```", StringComparison.Ordinal))
            {
                kind = line[3..].StartsWith("sh ", StringComparison.Ordinal) ? line[6..] : line[3..];
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                (section, part) = (line[3..], string.Empty);
            }
            else if (line.StartsWith("### ", StringComparison.Ordinal))
            {
                part = line[4..];
            }
        }
    }

    [GeneratedRegex("""\bask (?:'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\.)*)")""")]
    private static partial Regex Query();
}
