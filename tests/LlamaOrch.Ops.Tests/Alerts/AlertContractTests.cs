using LlamaOrch.Ops.Tests.Rules;
using Xunit;

namespace LlamaOrch.Ops.Tests.Alerts;

public sealed class AlertContractTests
{
    private static readonly string[] Severities = ["critical", "warning", "none"];
    private static readonly string[] Components = ["cloud-profile", "pool-managerd", "monitoring"];
    private static readonly string[] Annotations = ["summary", "description", "runbook_url"];

    [Theory]
    [InlineData("NoNodesOnline", "critical", "cloud-profile", "1m")]
    [InlineData("LowNodeAvailability", "warning", "cloud-profile", "5m")]
    [InlineData("NoPoolsAvailable", "critical", "cloud-profile", "1m")]
    [InlineData("LowPoolAvailability", "warning", "cloud-profile", "5m")]
    [InlineData("HighHealthCheckLatency", "warning", "cloud-profile", "5m")]
    [InlineData("HealthCheckFailureRate", "warning", "cloud-profile", "3m")]
    [InlineData("HeartbeatFailureRate", "warning", "cloud-profile", "3m")]
    [InlineData("NodeHeartbeatStalled", "critical", "cloud-profile", "30s")]
    [InlineData("HighRegistrationFailureRate", "warning", "cloud-profile", "5m")]
    [InlineData("HandoffProcessingStalled", "warning", "pool-managerd", "5m")]
    [InlineData("HighHandoffProcessingLatency", "warning", "pool-managerd", "5m")]
    [InlineData("CloudProfileDegraded", "warning", "cloud-profile", "10m")]
    public void Alert_of_the_first_document_keeps_its_severity_component_and_duration(
        string name, string severity, string component, string duration)
    {
        AlertRule rule = Assert.Single(RuleFile.Alerts, rule => rule.Name == name);

        Assert.Equal((severity, component, duration), (rule.Severity, rule.Component, rule.For));
    }

    [Theory]
    [InlineData("LowNodeAvailability", "< 2")]
    [InlineData("LowPoolAvailability", "< 2")]
    [InlineData("HighHealthCheckLatency", "> 100")]
    [InlineData("HealthCheckFailureRate", "> 0.05")]
    [InlineData("HeartbeatFailureRate", "> 0.1")]
    [InlineData("NodeHeartbeatStalled", "> 120")]
    [InlineData("HighRegistrationFailureRate", "> 0.2")]
    [InlineData("HighHandoffProcessingLatency", "> 2000")]
    public void Alert_of_the_first_document_keeps_its_threshold(string name, string threshold) =>
        Assert.Matches(
            $@"{threshold}(\s|$)", Assert.Single(RuleFile.Alerts, rule => rule.Name == name).Expression);

    [Fact]
    public void Every_alert_has_a_severity_a_component_and_what_it_tells_people() => Assert.All(
        RuleFile.Alerts,
        rule =>
        {
            Assert.Contains(rule.Severity, Severities);
            Assert.Contains(rule.Component, Components);
            Assert.Equal(Annotations, rule.Annotations.Keys);
            Assert.All(rule.Annotations.Values, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        });

    [Fact]
    public void No_two_alerts_are_the_same_one() =>
        Assert.Distinct(RuleFile.Alerts.Select(rule => rule.Key));

    [Fact]
    public void Every_runbook_address_leads_to_the_heading_of_its_alert() => Assert.All(
        RuleFile.Alerts,
        rule => Assert.Equal(
            $"{AlertFiles.Runbook}#{rule.Name.ToLowerInvariant()}", rule.Annotations["runbook_url"]));
}
