using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace LlamaOrch.Ops.Tests.Alertmanager;

public sealed partial class AlertmanagerConfigTests
{
    [Fact]
    public async Task Configuration_passes_amtools_check() =>
        await Tool.SucceedsAsync("amtool", "check-config", AlertFiles.Alertmanager);

    [Theory]
    [InlineData("pager", "alertname=NoNodesOnline", "severity=critical", "component=cloud-profile")]
    [InlineData("operators", "alertname=LowNodeAvailability", "severity=warning", "component=cloud-profile")]
    [InlineData("operators", "alertname=HandoffWatcherDead", "severity=warning", "component=pool-managerd")]
    [InlineData("dead-mans-switch", "alertname=Watchdog", "severity=none", "component=monitoring")]
    public async Task Route_of_an_alert_ends_at_its_receiver(string receiver, params string[] labels) =>
        Assert.Equal(
            receiver,
            (await Tool.SucceedsAsync(
                "amtool", ["config", "routes", "test", $"--config.file={AlertFiles.Alertmanager}", .. labels])).Trim());

    [Fact]
    public void Inhibitions_name_only_alerts_and_labels_that_there_are()
    {
        HashSet<string> names = [.. RuleFile.Alerts.Select(rule => rule.Name)];
        IEnumerable<string> matchers =
            from rule in Inhibitions
            from side in (string[])["source_matchers", "target_matchers"]
            from matcher in rule.Texts(side)
            select matcher;

        Assert.All(matchers, matcher =>
        {
            Match parts = Matcher().Match(matcher);
            string[] values = parts.Groups["value"].Value.Trim('"').Split('|');
            HashSet<string> known = parts.Groups["label"].Value == "alertname"
                ? names
                : [.. RuleFile.Alerts.Select(rule => rule.Labels.GetValueOrDefault(parts.Groups["label"].Value, "-"))];
            Assert.Subset(known, values.ToHashSet());
        });
    }

    [Fact]
    public void Every_inhibition_is_within_one_cluster() =>
        Assert.All(Inhibitions, rule => Assert.Contains("cluster", rule.Texts("equal")));

    private static IEnumerable<YamlMappingNode> Inhibitions =>
        Yaml.Load(AlertFiles.Read(AlertFiles.Alertmanager)).List("inhibit_rules");

    [GeneratedRegex(@"^(?<label>\w+)\s*(?:=~|!~|!=|=)\s*(?<value>.+)$")]
    private static partial Regex Matcher();
}
