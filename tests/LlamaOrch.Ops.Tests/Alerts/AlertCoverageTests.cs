using LlamaOrch.Ops.Tests.Rules;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alerts;

public sealed class AlertCoverageTests
{
    [Fact]
    public void Every_alert_has_a_unit_test_in_which_it_fires() => Assert.Empty(
        from rule in RuleFile.Alerts
        where !AlertCases.All.Any(expected => Is(expected, rule) && expected.Fires(rule))
        select rule.Key);

    [Fact]
    public void Every_alert_has_a_unit_test_in_which_it_is_silent_throughout() => Assert.Empty(
        from rule in RuleFile.Alerts
        where !rule.IsWatchdog && !Tests(rule).Any(test => !test.Any(expected => expected.Fires(rule)))
        select rule.Key);

    [Fact]
    public void Every_alert_has_a_unit_test_in_which_it_resolves() => Assert.Empty(
        from rule in RuleFile.Alerts
        where !rule.IsWatchdog && !Tests(rule).Any(test => test.Any(first => first.Fires(rule)
            && test.Any(later => later.At > first.At && !later.Fires(rule))))
        select rule.Key);

    [Fact]
    public void Every_alert_that_has_to_wait_has_a_unit_test_of_the_time_before() => Assert.Empty(
        from rule in RuleFile.Alerts
        where rule.For.Length > 0 && !Tests(rule).Any(test => test.Any(first => !first.Fires(rule)
            && test.Any(later => later.At > first.At && later.Fires(rule))))
        select rule.Key);

    [Fact]
    public void No_unit_test_is_of_an_alert_that_is_not_there() =>
        Assert.Subset(
            RuleFile.Alerts.Select(rule => rule.Name).ToHashSet(),
            AlertCases.All.Select(expected => expected.Alert).ToHashSet());

    private static bool Is(AlertCase expected, AlertRule rule) => expected.Alert == rule.Name;

    private static IEnumerable<IGrouping<string, AlertCase>> Tests(AlertRule rule) =>
        AlertCases.All.Where(expected => Is(expected, rule)).GroupBy(expected => expected.Test);
}
