using System.Text.RegularExpressions;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Reference;

[Trait("lane", "cluster")]
public sealed partial class CommandLinePageTests
{
    [Fact]
    public async Task Page_lists_every_option_of_up_and_no_other()
    {
        string help = await HelpAsync("up");
        string page = await File.ReadAllTextAsync(Path.Combine(BuiltHost.Root, "docs", "reference", "llama-orch.md"));

        IEnumerable<string> offered = HelpOption().Matches(help).Select(option => option.Groups[1].Value);
        IEnumerable<string> listed = PageOption().Matches(page).Select(option => option.Groups[1].Value);

        Assert.Equal(offered, listed);
    }

    [Theory]
    [InlineData("up")]
    [InlineData("nodes")]
    [InlineData("pools")]
    [InlineData("models")]
    [InlineData("tasks")]
    [InlineData("chat")]
    [InlineData("why")]
    [InlineData("top")]
    [InlineData("doctor")]
    public async Task Every_command_is_on_the_page_and_helps_with_examples(string command)
    {
        string page = await File.ReadAllTextAsync(Path.Combine(BuiltHost.Root, "docs", "reference", "llama-orch.md"));

        Assert.Contains($"`llama-orch {command}", page, StringComparison.Ordinal);
        Assert.Contains("Examples:", await HelpAsync(command), StringComparison.Ordinal);
    }

    private static async Task<string> HelpAsync(string command)
    {
        await using HostProcess help = HostProcess.Start("llama-orch", [command, "--help"]);
        Assert.Equal(0, await help.ExitCodeAsync());
        return help.Output;
    }

    [GeneratedRegex(@"^  (--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex HelpOption();

    [GeneratedRegex(@"^\| `(--[a-z-]+)", RegexOptions.Multiline)]
    private static partial Regex PageOption();
}
