using LlamaOrch.Ops.Tests.Rules;
using Xunit;

namespace LlamaOrch.Ops.Tests.Documents;

public sealed class RunbookTests
{
    [Fact]
    public void Runbook_has_one_heading_for_each_alert_in_the_order_of_the_rules()
    {
        IEnumerable<string> alerts = RuleFile.Alerts.Select(rule => rule.Name).Distinct();
        HashSet<string> names = [.. alerts];

        Assert.Equal(alerts, Markdown.Headings(AlertFiles.Read(AlertFiles.Runbook)).Where(names.Contains));
    }
}
