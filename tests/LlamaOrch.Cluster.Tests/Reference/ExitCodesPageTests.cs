using System.Text.RegularExpressions;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Reference;

[Trait("lane", "unit")]
public sealed partial class ExitCodesPageTests
{
    [Fact]
    public void Exit_codes_page_lists_every_code_and_no_other()
    {
        string page = File.ReadAllText(Path.Combine(BuiltHost.Root, "docs", "reference", "exit-codes.md"));

        IEnumerable<(int, string)> listed = Row().Matches(page)
            .Select(row => (int.Parse(row.Groups["code"].Value), row.Groups["name"].Value));

        Assert.Equal(Enum.GetValues<ExitCode>().Select(code => ((int)code, code.ToString())), listed);
    }

    [GeneratedRegex(@"^\| (?<code>\d+) \| `(?<name>\w+)` \| .+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
