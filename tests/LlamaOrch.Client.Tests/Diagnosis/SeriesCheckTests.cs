using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class SeriesCheckTests
{
    private const string Rules = """
        groups:
          - name: records
            rules:
              - record: cluster:nodes:max
                expr: max by (cluster) (nodes_online)
          - name: alerts
            rules:
              - alert: NoNodes
                expr: cluster:nodes:max == 0
                for: 1m
                annotations:
                  summary: "seen_by_people is not part of it"
              - alert: SlowPools
                expr: >-
                  histogram_quantile(0.95, rate(pool_ms_bucket[5m]))
                    > 100
                labels:
                  severity: warning
        """;

    private readonly SeriesCheck check = new(
        AlertRules.Parse(Rules),
        [new("nodes_online", OfNode: false), new("pool_ms", OfNode: true), new("seen_by_people", OfNode: false)]);

    [Fact]
    public void Every_series_in_its_place_is_well() =>
        check.FindsNothingIn(Fleet("nodes_online 1", "seen_by_people 0"));

    [Fact]
    public void A_missing_series_names_the_alert_that_needs_it_through_a_recorded_one() => check.Finds(
        Fleet("seen_by_people 0"), "alert-blind", Severity.Error, "orchestratord", "can't fire: NoNodes.");

    [Fact]
    public void A_missing_series_of_a_node_names_the_node() => check.Finds(
        Fleet("nodes_online 1", "seen_by_people 0") with
        {
            Probes = new Dictionary<string, NodeProbe>
            {
                ["n1"] = new NodeProbe(MetricsPage.Empty, MetricsPage.Empty, null),
            },
        },
        "alert-blind", Severity.Error, "n1", "SlowPools");

    [Fact]
    public void A_missing_series_that_no_alert_needs_is_a_note() =>
        check.Finds(Fleet("nodes_online 1"), "series-missing", Severity.Info, "orchestratord", "seen_by_people");

    [Fact]
    public void A_node_that_can_not_be_asked_is_a_note() => check.Finds(
        Fleet("nodes_online 1", "seen_by_people 0") with { Probes = new Dictionary<string, NodeProbe>() },
        "node-unseen", Severity.Info, null, "n1");

    [Fact]
    public void A_series_for_each_node_is_not_missed_while_there_is_no_node()
    {
        var perNode = new SeriesCheck(AlertRules.Parse(Rules), [new("nodes_online", OfNode: false, PerNode: true)]);

        perNode.FindsNothingIn(Of());
        perNode.Finds(Fleet(), "alert-blind", Severity.Error, "orchestratord", "NoNodes");
    }

    [Fact]
    public void The_shipped_rules_name_alerts_for_the_shipped_metrics_of_both_daemons()
    {
        Assert.Contains("NoNodesOnline", ShippedRules.Alerts.Using("orchd_nodes_online"));
        Assert.Contains("HighHealthCheckLatency", ShippedRules.Alerts.Using("orchd_pool_health_check_duration_ms"));
        Assert.Contains(new("orchd_nodes_online", OfNode: false), ShippedRules.Metrics);
        Assert.Contains(
            ShippedRules.Metrics, metric => metric is { Name: "pool_restarts_total", OfNode: true });
        Assert.All(ShippedRules.Alerts.Alerts, name => Assert.Matches("^[A-Z][A-Za-z]+$", name));
    }

    private static FleetPicture Fleet(params string[] lines) => Of(Node("n1", Pool("n1-p0"))).With(lines) with
    {
        Probes = new Dictionary<string, NodeProbe>
        {
            ["n1"] = new NodeProbe(MetricsPage.Empty, Page("pool_ms_bucket{le=\"1\"} 0"), null),
        },
    };
}
