using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.Ops.Tests.Tools;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

public sealed partial class ScaledTimesTests
{
    private static readonly ScaledTimes Times = new(30);

    [Fact]
    public async Task Scaled_rules_are_rules_with_other_times_and_nothing_else()
    {
        string rules = AlertFiles.Read(AlertFiles.Rules);
        string scaled = Times.Rules(rules);
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("rules.yml"), scaled);

        await Tool.SucceedsAsync("promtool", "check", "rules", folder.File("rules.yml"));
        Assert.DoesNotMatch(@"\[\d+[smhd]\]|for: \d+[smhd]\b", scaled);
        Assert.Contains("for: 2000ms", scaled, StringComparison.Ordinal);
        Assert.Contains("increase(orchd_pool_health_checks_total[10000ms])", scaled, StringComparison.Ordinal);
        Assert.Contains("orchd_node_heartbeat_age_seconds:min > 4\n", scaled, StringComparison.Ordinal);
        Assert.Contains("{priority=\"batch\"} > 10\n", scaled, StringComparison.Ordinal);
        Assert.Contains("p95_10m{priority=\"interactive\"} > 2000\n", scaled, StringComparison.Ordinal);
        Assert.Contains("p95_5m > 1000\n", scaled, StringComparison.Ordinal);
        Assert.Equal(Numbers().Replace(rules, "#"), Numbers().Replace(scaled, "#"));
    }

    [Fact]
    public void Scaled_alertmanager_tells_sooner()
    {
        string scaled = Times.Alertmanager(AlertFiles.Read(AlertFiles.Alertmanager));

        Assert.Contains("group_wait: 1000ms", scaled, StringComparison.Ordinal);
        Assert.Contains("group_interval: 10000ms", scaled, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\d+(?:\.\d+)?(?:ms|[smhd]\b)?")]
    private static partial Regex Numbers();
}
