using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alertmanager;

public sealed class InhibitionTests(AlertmanagerServer alertmanager) : IClassFixture<AlertmanagerServer>
{
    [Theory]
    [InlineData("OrchestratordDown",
        "NoNodesOnline NodeHeartbeatStalled QueueSaturated CloudProfileDegraded DatabaseUnavailable",
        "PoolManagerdDown PoolCrashLooping Watchdog")]
    [InlineData("NoNodesOnline",
        "LowNodeAvailability NodeHeartbeatStalled NoPoolsAvailable LowPoolAvailability PoolUnavailable"
            + " HealthCheckFailureRate QueueSaturated QueueOldestAge GpuIdleWhileQueued CloudProfileDegraded",
        "HighRegistrationFailureRate AuthFailureSpike PoolManagerdDown TaskErrorBudgetBurn")]
    [InlineData("NoPoolsAvailable",
        "LowPoolAvailability PoolUnavailable QueueSaturated QueueOldestAge GpuIdleWhileQueued CloudProfileDegraded",
        "LowNodeAvailability NodeHeartbeatStalled HealthCheckFailureRate")]
    [InlineData("DatabaseUnavailable",
        "TaskErrorBudgetBurn CloudProfileDegraded",
        "NodeHeartbeatStalled NoPoolsAvailable")]
    [InlineData("NodeHeartbeatStalled", "HeartbeatFailureRate NodeFlapping ClockSkew", "LowNodeAvailability")]
    [InlineData("HealthChecksStalled", "HealthCheckFailureRate HighHealthCheckLatency", "LowPoolAvailability")]
    [InlineData("PoolCrashLooping", "PoolUnavailable", "LowPoolAvailability HealthCheckFailureRate")]
    [InlineData("PoolManagerdDown",
        "HandoffWatcherDead HandoffProcessingStalled HighHandoffProcessingLatency",
        "PoolCrashLooping NodeHeartbeatStalled")]
    [InlineData("HandoffWatcherDead", "HandoffProcessingStalled", "HighHandoffProcessingLatency")]
    [InlineData("QueueSaturated", "QueueOldestAge", "TimeToFirstTokenSlow")]
    public async Task Alert_leaves_out_those_that_say_no_more_in_its_cluster(string source, string left, string told)
    {
        string here = $"with-{source}";
        string[] leftOut = [.. left.Split(' ').Select(alert => Key(alert, here))];
        IEnumerable<string> all = [source, .. left.Split(' '), .. told.Split(' ')];

        await alertmanager.FireAsync(all.Select(alert => Labels(alert, here)));
        // One of them in a cluster where nothing else fires.
        await alertmanager.FireAsync([Labels(left.Split(' ')[^1], $"without-{source}")]);

        Assert.Equal(leftOut.Order(), await InhibitedOfAsync(here, leftOut.Length));
        Assert.Empty(await InhibitedOfAsync($"without-{source}", 0));
    }

    [Fact]
    public async Task Silent_node_leaves_out_nothing_of_another_node()
    {
        const string Cluster = "neighbours";
        Dictionary<string, string> neighbour = new(Labels("HeartbeatFailureRate", Cluster)) { ["node_id"] = "gpu-9" };

        await alertmanager.FireAsync(
            [Labels("NodeHeartbeatStalled", Cluster), Labels("HeartbeatFailureRate", Cluster), neighbour]);

        Assert.Equal([Key("HeartbeatFailureRate", Cluster)], await InhibitedOfAsync(Cluster, 1));
    }

    [Fact]
    public async Task Fast_burn_of_the_error_budget_leaves_out_the_slow_one()
    {
        const string Cluster = "burn";
        Dictionary<string, string>[] burns =
        [
            .. RuleFile.Alerts.Where(rule => rule.Name == "TaskErrorBudgetBurn").Select(
                rule => new Dictionary<string, string>(rule.Labels)
                {
                    ["alertname"] = rule.Name,
                    ["cluster"] = Cluster,
                }),
        ];

        await alertmanager.FireAsync(burns);

        Assert.Equal(
            burns.Where(burn => burn["severity"] == "warning").Select(FiringAlert.KeyOf).Order(),
            await InhibitedOfAsync(Cluster, 2));
    }

    [Fact]
    public async Task Inhibitions_work_without_a_cluster_label()
    {
        Dictionary<string, string>[] alerts = [WithoutCluster("NoNodesOnline"), WithoutCluster("LowNodeAvailability")];

        await alertmanager.FireAsync(alerts);

        string low = FiringAlert.KeyOf(alerts[1]);
        await Eventually.HoldsAsync(
            $"{low} to be left out",
            async () => (await alertmanager.AlertsAsync()).Any(alert => alert.Key == low && alert.IsInhibited));
    }

    private static Dictionary<string, string> Labels(string alert, string cluster) =>
        new(alert == "Watchdog" ? RuleFile.Alerts.Single(rule => rule.IsWatchdog).Labels : AlertCases.LabelsOf(alert))
        {
            ["alertname"] = alert,
            ["cluster"] = cluster,
        };

    private static Dictionary<string, string> WithoutCluster(string alert)
    {
        Dictionary<string, string> labels = Labels(alert, string.Empty);
        labels.Remove("cluster");
        return labels;
    }

    private static string Key(string alert, string cluster) => FiringAlert.KeyOf(Labels(alert, cluster));

    /// <summary>The alerts of a cluster that are left out, once there are so many.</summary>
    private async Task<IEnumerable<string>> InhibitedOfAsync(string cluster, int count)
    {
        IReadOnlyList<string> found = [];
        await Eventually.HoldsAsync($"{count} alerts of {cluster} to be left out", async () =>
        {
            found =
            [
                .. from alert in await alertmanager.AlertsAsync()
                   where alert.IsInhibited && alert.Has("cluster", cluster)
                   orderby alert.Key
                   select alert.Key,
            ];
            return found.Count >= count;
        });
        return found;
    }
}
