using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Monitoring;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alerts;

public sealed partial class SeriesTests
{
    private static readonly string[] OfTheTarget = ["cluster", "job", "instance"];

    private static IEnumerable<string> Expressions =>
        RuleFile.Alerts.Select(rule => rule.Expression).Concat(RuleFile.Records.Select(record => record.Expression));

    [Fact]
    public void Rules_name_only_series_that_a_daemon_exposes_or_a_rule_records() =>
        Assert.Empty(Expressions.SelectMany(KnownSeries.Unknown));

    [Fact]
    public void Rules_ask_only_for_labels_and_values_that_the_series_can_have()
    {
        (MetricContract Metric, string Label, string Values)[] asked =
        [
            .. from expression in Expressions
               from Match selector in Selector().Matches(expression)
               let metric = KnownSeries.MetricOf(selector.Groups["name"].Value)
               where metric is not null
               from Match matcher in Matcher().Matches(selector.Groups["matchers"].Value)
               select (metric, matcher.Groups["label"].Value, matcher.Groups["value"].Value),
        ];

        Assert.NotEmpty(asked);
        Assert.All(asked, each =>
        {
            Assert.Contains(each.Label, each.Metric.Labels.Keys);
            if (each.Metric.ValuesOf(each.Label) is IReadOnlyList<string> values)
                Assert.Subset(values.ToHashSet(), each.Values.Split('|').ToHashSet());
        });
    }

    [Fact]
    public void Rules_ask_counters_for_their_growth_and_gauges_for_their_value() => Assert.All(
        from expression in Expressions
        from name in RuleExpression.Series(expression)
        let metric = KnownSeries.MetricOf(name)
        where metric is not null
        from Match use in Regex.Matches(expression, $@"(?<grows>(rate|increase)\()?{name}(?![\w:])")
        select (metric, Grows: use.Groups["grows"].Success),
        each => Assert.Equal(each.metric.Kind != "gauge", each.Grows));

    [Fact]
    public void Unit_tests_are_of_series_with_the_labels_that_daemons_give_them()
    {
        (MetricContract Metric, string Series)[] given =
        [
            .. from file in AlertFiles.Tests
               from test in Yaml.Load(AlertFiles.Read(file)).List("tests")
               from input in test.List("input_series")
               let series = input.Text("series")
               let metric = KnownSeries.MetricOf(series.Split('{')[0])
               where metric is not null
               select (metric, series),
        ];

        Assert.NotEmpty(given);
        Assert.All(given, each => Assert.Equal(
            each.Metric.Labels.Keys.Order(),
            Matcher().Matches(each.Series).Select(label => label.Groups["label"].Value)
                .Except(OfTheTarget).Except(["le"]).Order()));
    }

    [GeneratedRegex(@"(?<name>[a-z_]+)\{(?<matchers>[^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<label>\w+)\s*(?:=~|!~|!=|=)\s*"(?<value>[^"]*)["]""")]
    private static partial Regex Matcher();
}
