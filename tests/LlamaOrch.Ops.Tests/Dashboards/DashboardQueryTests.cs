using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using Xunit;

namespace LlamaOrch.Ops.Tests.Dashboards;

/// <summary>The queries, by what they say; that they find something is seen against a live fleet.</summary>
public sealed partial class DashboardQueryTests
{
    private const string Target = "cluster=~\"$cluster\",job=~\"$job\",instance=~\"$instance\"";

    // Where a panel says so in its title or description: events too rare for the interval of the page.
    private static readonly string[] LongWindows = ["10m", "30m", "1h"];

    private static readonly string[] TargetLabels = ["cluster", "job", "instance", "le"];
    private static readonly string[] AlertLabels = ["alertname", "alertstate", "severity", "component"];

    public static TheoryData<string, string, string, string> Queries
    {
        get
        {
            TheoryData<string, string, string, string> data = [];
            foreach (DashboardFile file in DashboardFile.All)
            {
                foreach (DashboardPanel panel in file.Panels)
                {
                    foreach (DashboardQuery query in panel.Queries)
                        data.Add(file.Name, panel.Title, query.Expression, query.Legend);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Every_series_is_one_that_daemons_expose_or_rules_record(
        string dashboard, string panel, string query, string legend)
    {
        Assert.NotNull(dashboard + panel + legend);
        Assert.All(RuleExpression.Series(query).Where(name => name is not "ALERTS"), name =>
        {
            if (name.Contains(':', StringComparison.Ordinal))
                Assert.Contains(name, RuleFile.Records.Select(record => record.Name));
            else
                Assert.NotNull(MetricOf(name));
        });
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Labels_are_those_of_the_series(string dashboard, string panel, string query, string legend)
    {
        Assert.NotNull(dashboard + panel);
        string[] known =
        [
            .. TargetLabels,
            .. RuleExpression.Series(query).SelectMany(name =>
                name == "ALERTS" ? AlertLabels : MetricOf(name)?.Labels.Keys ?? []),
        ];

        Assert.All(RuleExpression.Labels(query), label => Assert.Contains(label, known));
        Assert.All(LegendLabels().Matches(legend).Select(label => label.Groups[1].Value), label =>
            Assert.Contains(label, RuleExpression.Labels(query)));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Series_are_of_the_targets_that_were_chosen(string dashboard, string panel, string query, string legend)
    {
        Assert.NotNull(dashboard + panel + legend);
        Assert.All(Selectors().Matches(query).Select(selector => selector.Value), selector => Assert.Contains(
            selector.Contains(':', StringComparison.Ordinal) || selector.StartsWith("ALERTS", StringComparison.Ordinal)
                ? "cluster=~\"$cluster\""
                : Target,
            selector,
            StringComparison.Ordinal));
        int named = RuleExpression.Series(query).Sum(name => Regex.Count(query, $@"\b{name}(_bucket)?\b(?!\s*\()"));
        Assert.Equal(named, Selectors().Count(query));
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Counters_are_rated_and_gauges_are_not(string dashboard, string panel, string query, string legend)
    {
        Assert.NotNull(dashboard + panel + legend);
        foreach (Match selector in Selectors().Matches(query))
        {
            string name = selector.Groups["name"].Value;
            if (MetricOf(name) is not MetricContract metric)
                continue;
            string before = query[..selector.Index];
            bool isRated = before.EndsWith("rate(", StringComparison.Ordinal)
                || before.EndsWith("increase(", StringComparison.Ordinal);
            Assert.Equal(metric.Kind != "gauge", isRated);
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Windows_fit_the_page_or_are_long_enough_for_rare_events(
        string dashboard, string panel, string query, string legend)
    {
        Assert.NotNull(dashboard + panel + legend);
        Assert.All(
            Windows().Matches(query).Select(window => window.Groups[1].Value),
            window => Assert.True(
                window == "$__rate_interval" || LongWindows.Contains(window), $"the window {window} is neither"));
    }

    [Theory]
    [InlineData("Node Status", "LowNodeAvailability", 2)]
    [InlineData("Pool Availability", "LowPoolAvailability", 2)]
    [InlineData("Pool Health Check Latency", "HighHealthCheckLatency", 100)]
    [InlineData("Oldest Task Waiting", "QueueOldestAge", 60)]
    [InlineData("Queue Saturation", "QueueSaturated", 0.9)]
    [InlineData("Time to First Token", "TimeToFirstTokenSlow", 2000)]
    [InlineData("Engine Restarts", "PoolCrashLooping", 3)]
    [InlineData("KV Cache in Use", "KvCacheNearFull", 0.9)]
    [InlineData("Heartbeat Age", "NodeHeartbeatStalled", 120)]
    [InlineData("Clock Skew", "ClockSkew", 10)]
    [InlineData("Online and Offline", "NodeFlapping", 3)]
    [InlineData("Restarts", "PoolCrashLooping", 3)]
    [InlineData("Processing Time", "HighHandoffProcessingLatency", 2000)]
    [InlineData("Age of the Last Scan", "HandoffWatcherDead", 120)]
    public void Colours_change_where_the_alert_begins(string panel, string alert, double threshold)
    {
        DashboardPanel shown = Panel(panel);

        Assert.Contains(threshold, shown.Thresholds);
        Assert.Contains(alert, shown.Description, StringComparison.Ordinal);
        Assert.Contains(
            threshold,
            RuleFile.Alerts.Where(rule => rule.Name == alert).SelectMany(rule => Compared(rule.Expression)));
    }

    [Theory]
    [InlineData("Heartbeat Success Rate", "HeartbeatFailureRate", 0.9, 0.1)]
    [InlineData("Error Ratio, 1 Hour", "TaskErrorBudgetBurn", 0.144, 14.4)]
    [InlineData("Budget Burn Rate", "TaskErrorBudgetBurn", 14.4, 14.4)]
    [InlineData("Budget Burn Rate", "TaskErrorBudgetBurn", 6, 6)]
    [InlineData("Budget Burn Rate", "TaskErrorBudgetBurn", 3, 3)]
    [InlineData("Budget Burn Rate", "TaskErrorBudgetBurn", 1, 1)]
    public void Colours_change_where_the_alert_begins_in_the_panels_own_terms(
        string panel, string alert, double threshold, double compared)
    {
        Assert.Contains(threshold, Panel(panel).Thresholds);
        Assert.Contains(
            compared,
            RuleFile.Alerts.Where(rule => rule.Name == alert).SelectMany(rule => Compared(rule.Expression)));
    }

    [Fact]
    public void Every_alert_that_a_description_names_is_one() => Assert.All(
        DashboardFile.All.SelectMany(file => file.Panels)
            .SelectMany(panel => NamedAlerts().Matches(panel.Description))
            .Select(name => name.Groups[1].Value),
        name => Assert.Contains(name, RuleFile.Alerts.Select(rule => rule.Name)));

    private static DashboardPanel Panel(string title) =>
        DashboardFile.All.SelectMany(file => file.Panels).First(panel => panel.Title == title);

    private static IEnumerable<double> Compared(string expression) => Comparisons().Matches(expression)
        .Select(comparison => double.Parse(
            comparison.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    private static MetricContract? MetricOf(string name) => MetricsContract.All.FirstOrDefault(metric =>
        metric.Name == (metric.Kind == "histogram" ? HistogramPart().Replace(name, string.Empty) : name));

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex LegendLabels();

    [GeneratedRegex(@"(?<name>[a-zA-Z_:][\w:]*)\{[^}]*\}")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[([^\]]+)\]")]
    private static partial Regex Windows();

    [GeneratedRegex(@"[<>]=?\s*(-?[0-9.]+)")]
    private static partial Regex Comparisons();

    [GeneratedRegex(@"\(([A-Z][A-Za-z]+)\)")]
    private static partial Regex NamedAlerts();
}
