using LlamaOrch.Ops.Tests.Rules;
using Xunit;

namespace LlamaOrch.Ops.Tests.Documents;

public sealed class AlertTableTests
{
    [Fact]
    public void Table_of_alerts_says_what_the_rules_say()
    {
        IEnumerable<string> table =
            from row in Markdown.Rows(AlertFiles.Read(AlertFiles.Table))
            where row[0].StartsWith("[`", StringComparison.Ordinal)
            select $"{row[0]} {row[1]} {row[2]} {row[3]}";

        Assert.Equal(
            RuleFile.Alerts.Select(rule =>
                $"[`{rule.Name}`](../runbooks/CLOUD_PROFILE_INCIDENTS.md#{rule.Name.ToLowerInvariant()})"
                + $"{(rule.Window.Length == 0 ? string.Empty : $" {rule.Window}")}"
                + $" {rule.Severity} {rule.Component} {(rule.For.Length == 0 ? "at once" : rule.For)}").Order(),
            table.Order());
    }

    [Fact]
    public void Table_of_records_names_every_series_that_is_recorded()
    {
        string page = AlertFiles.Read(AlertFiles.Table);

        Assert.All(RuleFile.Records, record => Assert.Contains($"`{record.Name}`", page, StringComparison.Ordinal));
    }
}
