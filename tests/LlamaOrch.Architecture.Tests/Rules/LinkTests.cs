using System.Text.RegularExpressions;
using LlamaOrch.Architecture.Tests.Sources;
using Xunit;

namespace LlamaOrch.Architecture.Tests.Rules;

public sealed partial class LinkTests
{
    [Fact]
    public void Every_relative_link_leads_somewhere() => Violations.None(
        "Dead links:",
        from page in Repository.Paths
        where page.EndsWith(".md", StringComparison.Ordinal)
        from Match link in Link().Matches(WithoutCode(File.ReadAllText(Repository.At(page))))
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal)
            && !target.StartsWith("mailto:", StringComparison.Ordinal)
        where !Resolves(page, target)
        select $"{page}: {target}");

    [Theory]
    [InlineData("# Where a lease ends", "where-a-lease-ends")]
    [InlineData("## `GET /v2/tasks`, and more", "get-v2tasks-and-more")]
    public void A_heading_is_found_by_the_anchor_that_readers_get(string heading, string anchor) =>
        Assert.Contains(anchor, AnchorsOf(heading));

    private static bool Resolves(string page, string target)
    {
        string[] parts = target.Split('#', 2);
        string path = parts[0].Length == 0
            ? Repository.At(page)
            : Path.GetFullPath(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!, parts[0]));
        return parts.Length == 1
            ? File.Exists(path) || Directory.Exists(path)
            : File.Exists(path) && AnchorsOf(File.ReadAllText(path)).Contains(parts[1]);
    }

    private static IEnumerable<string> AnchorsOf(string markdown) =>
        from Match heading in Heading().Matches(markdown)
        let kept = heading.Groups["text"].Value.ToLowerInvariant()
            .Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')
        select string.Concat(kept).Trim().Replace(' ', '-');

    private static string WithoutCode(string markdown) => CodeBlock().Replace(markdown, string.Empty);

    [GeneratedRegex(@"(?<!!)\[[^\]]*\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6}\s+(?<text>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("```.*?```|`[^`\n]*`", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
