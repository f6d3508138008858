using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Fleet;

[Trait("lane", "unit")]
public sealed class NodeCertificatesTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);

    private readonly MetricRegistry registry = new();
    private readonly NodeCertificates certificates;

    public NodeCertificatesTests() => certificates = new NodeCertificates(registry);

    [Fact]
    public void The_earliest_end_of_the_nodes_in_the_fleet_is_told_also_when_it_has_passed()
    {
        Assert.Equal(0, Told());
        Fleet("a:9200", "b:9200", "c:9200");

        certificates.Seen("a:9200", Now.AddDays(300));
        Assert.Equal(Now.AddDays(300), At(Told()));
        certificates.Seen("b:9200", Now.AddDays(5));
        Assert.Equal(Now.AddDays(5), At(Told()));
        certificates.Seen("c:9200", Now.AddDays(-1));
        Assert.Equal(Now.AddDays(-1), At(Told()));
        certificates.Seen("c:9200", Now.AddDays(90));
        Assert.Equal(Now.AddDays(5), At(Told()));
    }

    [Fact]
    public void A_node_that_has_left_takes_its_certificate_along()
    {
        Fleet("a:9200", "b:9200");
        certificates.Seen("a:9200", Now.AddDays(300));
        certificates.Seen("b:9200", Now.AddDays(5));

        Fleet("a:9200");
        Assert.Equal(Now.AddDays(300), At(Told()));
        certificates.Seen("b:9200", Now.AddDays(5));
        Assert.Equal(Now.AddDays(300), At(Told()));
        Fleet();
        Assert.Equal(0, Told());
    }

    [Fact]
    public void Agents_behind_one_host_have_certificates_of_their_own()
    {
        Fleet("a:9200", "a:9201");
        certificates.Seen("a:9200", Now.AddDays(5));
        certificates.Seen("a:9201", Now.AddDays(300));

        Assert.Equal(Now.AddDays(5), At(Told()));
        Fleet("a:9201");
        Assert.Equal(Now.AddDays(300), At(Told()));
    }

    private static DateTimeOffset At(double seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds);

    private double Told() => MetricsScrape.Parse(registry.Collect(openMetrics: false).ToString())
        .Sum("tls_certificate_not_after_timestamp_seconds", ("peer", "nodes"));

    private void Fleet(params string[] authorities)
    {
        FleetState fleet = FleetState.Empty;
        foreach (string authority in authorities)
        {
            fleet = FleetDecisions.Decide(
                fleet,
                new FleetEvent.Registered(new RegisterNodeRequest
                {
                    NodeId = new NodeId(authority),
                    MachineId = "machine",
                    Address = new Uri($"https://{authority}"),
                    Version = "1",
                    Capabilities = new NodeCapabilities([], 1, 1),
                    Pools = [],
                }),
                Now,
                new FleetLimits()).State;
        }

        certificates.OnFleet(new FleetSnapshot(fleet));
    }
}
