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
        Fleet("a", "b", "c");

        certificates.Seen("a", Now.AddDays(300));
        Assert.Equal(Now.AddDays(300), At(Told()));
        certificates.Seen("b", Now.AddDays(5));
        Assert.Equal(Now.AddDays(5), At(Told()));
        certificates.Seen("c", Now.AddDays(-1));
        Assert.Equal(Now.AddDays(-1), At(Told()));
        certificates.Seen("c", Now.AddDays(90));
        Assert.Equal(Now.AddDays(5), At(Told()));
    }

    [Fact]
    public void A_node_that_has_left_takes_its_certificate_along()
    {
        Fleet("a", "b");
        certificates.Seen("a", Now.AddDays(300));
        certificates.Seen("b", Now.AddDays(5));

        Fleet("a");
        Assert.Equal(Now.AddDays(300), At(Told()));
        certificates.Seen("b", Now.AddDays(5));
        Assert.Equal(Now.AddDays(300), At(Told()));
        Fleet();
        Assert.Equal(0, Told());
    }

    private static DateTimeOffset At(double seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds);

    private double Told() => MetricsScrape.Parse(registry.Collect(openMetrics: false).ToString())
        .Sum("tls_certificate_not_after_timestamp_seconds", ("peer", "nodes"));

    private void Fleet(params string[] hosts)
    {
        FleetState fleet = FleetState.Empty;
        foreach (string host in hosts)
        {
            fleet = FleetDecisions.Decide(
                fleet,
                new FleetEvent.Registered(new RegisterNodeRequest
                {
                    NodeId = new NodeId(host),
                    MachineId = "machine",
                    Address = new Uri($"https://{host}:9200"),
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
