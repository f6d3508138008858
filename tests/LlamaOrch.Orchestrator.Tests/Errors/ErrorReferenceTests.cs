using System.Text.RegularExpressions;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Errors;

[Trait("lane", "unit")]
public sealed partial class ErrorReferenceTests
{
    [Fact]
    public void The_reference_lists_exactly_the_codes_with_status_and_retriability()
    {
        string reference = File.ReadAllText(Path.Combine(BuiltHost.Root, "docs/reference/errors.md"));
        IEnumerable<(string, int, bool)> listed = CodeRow().Matches(reference).Select(row =>
            (row.Groups["code"].Value, int.Parse(row.Groups["status"].Value), row.Groups["retriable"].Value == "yes"));

        Assert.Equal(
            Enum.GetValues<ErrorCode>().Select(
                code => (code.WireName(), code.HttpStatus(), code.IsRetriable())).Order(),
            listed.Order());
    }

    [Fact]
    public void Every_code_is_found_again_by_its_name()
    {
        foreach (ErrorCode code in Enum.GetValues<ErrorCode>())
            Assert.Equal(code, ErrorCodes.Parse(code.WireName()));
        Assert.Throws<ArgumentOutOfRangeException>(() => ErrorCodes.Parse("NONE"));
    }

    [GeneratedRegex(@"^\| `(?<code>[A-Z_]+)` \| (?<status>\d{3}) \| (?<retriable>yes|no) \|", RegexOptions.Multiline)]
    private static partial Regex CodeRow();
}
