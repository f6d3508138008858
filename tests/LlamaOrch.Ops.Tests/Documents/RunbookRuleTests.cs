using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using Xunit;

namespace LlamaOrch.Ops.Tests.Documents;

public sealed partial class RunbookRuleTests
{
    private static readonly string[] Kinds =
        [RunbookBlock.Run, RunbookBlock.Change, RunbookBlock.Setup, RunbookBlock.ServiceManager, "text"];

    private static readonly string[] Parts =
        ["**Meaning.**", "**Impact.**", "### Diagnosis", "### Resolution", "### Verification", "It worked when"];

    // Units of ours, and those of what watches us and keeps our data.
    private static readonly string[] Units =
        ["orchestratord", "pool-managerd", "prometheus", "prometheus-alertmanager", "postgresql"];

    public static TheoryData<string> Alerts { get; } =
        [.. RuleFile.Alerts.Select(rule => rule.Name).Distinct()];

    [Fact]
    public void Every_block_says_who_may_run_it() =>
        Assert.All(RunbookPage.Blocks, block => Assert.Contains(block.Kind, Kinds));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void Section_of_an_alert_goes_from_its_meaning_to_how_to_tell_that_it_worked(string alert)
    {
        string section = RunbookPage.Section(alert);
        int[] places = [.. Parts.Select(part => section.IndexOf(part, StringComparison.Ordinal))];

        if (alert == "Watchdog")
            places = [.. places.Where(place => place >= 0)];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Contains(RunbookPage.Blocks, block => block.Section == alert && block.Part == "Diagnosis");
        Assert.Contains(RunbookPage.Blocks, block => block.Section == alert && block.Part == "Verification");
    }

    [Fact]
    public void Quick_reference_has_every_alert_with_its_severities() => Assert.Equal(
        RuleFile.Alerts.GroupBy(rule => rule.Name)
            .Select(alert => $"[{alert.Key}](#{alert.Key.ToLowerInvariant()}) "
                + string.Join(", ", alert.Select(rule => rule.Severity).Distinct()))
            .Order(),
        Markdown.Rows(RunbookPage.Section("Quick reference"))
            .Where(row => row[0].StartsWith('[')).Select(row => $"{row[0]} {row[1]}").Order());

    [Fact]
    public void Commands_that_change_something_stand_only_where_something_is_to_be_changed()
    {
        IEnumerable<RunbookBlock> changing = RunbookPage.Blocks.Where(block =>
            block.Kind == RunbookBlock.Change || block.Lines.Any(line => Changing().IsMatch(line)));

        Assert.NotEmpty(changing);
        Assert.All(changing, block =>
        {
            Assert.NotEqual(RunbookBlock.Run, block.Kind);
            Assert.Contains(block.Part, (string[])["Resolution", "By hand"]);
        });
    }

    [Fact]
    public async Task Commands_for_a_service_manager_are_of_units_that_there_are_and_of_sound_syntax()
    {
        string commands = string.Join('\n', Blocks(RunbookBlock.ServiceManager).Select(block => block.Commands));

        Assert.All(
            UnitNames().Matches(commands),
            name => Assert.Contains(name.Groups["unit"].Value, Units));
        Assert.All(
            commands.Split('\n').Where(line => line.Length > 0),
            line => Assert.Matches("^(sudo )?(systemctl|journalctl|timedatectl) ", line));
        await Tool.SucceedsAsync("bash", "-n", "-c", commands);
    }

    [Fact]
    public void Nothing_shows_a_token_or_sets_one_where_no_unit_sees_it()
    {
        IEnumerable<string> lines = RunbookPage.Blocks.SelectMany(block => block.Lines);

        Assert.DoesNotContain(lines, line => ShowsToken().IsMatch(line));
    }

    private static IEnumerable<RunbookBlock> Blocks(string kind) =>
        RunbookPage.Blocks.Where(block => block.Kind == kind);

    [GeneratedRegex(
        @"-X|--request|--data|\s-d\s|systemctl (restart|start|stop|enable|disable|set)|set-ntp true"
        + @"|silence (add|expire)|tasks cancel|\b(rm|kill|mv|cp|tee|sed -i)\b|>\s*/(?!dev/null)")]
    private static partial Regex Changing();

    [GeneratedRegex(@"(?:-u |systemctl (?:status|restart|start|stop|show(?: -p \w+)+) )(?<unit>[a-z-]+)")]
    private static partial Regex UnitNames();

    // Allowed are only the line that reads it and the one that hands it to curl through a pipe.
    [GeneratedRegex(@"^(?!read -rsp|--config <\(printf).*(LLORCH_API_TOKEN|\benv\b|printenv|/proc/\S*environ|set -x)")]
    private static partial Regex ShowsToken();
}
