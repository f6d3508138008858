using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class ReachabilityCheckTests
{
    private readonly ReachabilityCheck check = new();

    [Fact]
    public void A_fleet_without_nodes_is_an_error() =>
        check.Finds(Of(), "fleet-empty", Severity.Error, null, "No node");

    [Theory]
    [InlineData(NodeState.Offline, "node-offline", Severity.Error)]
    [InlineData(NodeState.Suspect, "node-suspect", Severity.Warning)]
    [InlineData(NodeState.Draining, "node-draining", Severity.Info)]
    public void A_node_that_is_not_online_is_found_by_its_state(NodeState state, string id, Severity severity)
    {
        check.FindsNothingIn(Well());
        check.Finds(Of(Node("n1"), Node("n2") with { State = state }), id, severity, "n2", "n2");
    }

    [Fact]
    public void What_to_do_for_a_silent_node_depends_on_what_it_answers_here()
    {
        FleetPicture silent = Of(Node("n1") with { State = NodeState.Offline });
        const string Refused = "pool_registration_attempts_total{outcome=\"unauthorized\"}";
        var gone = new NodeProbe(null, null, "refused");
        var wrongToken = new NodeProbe(Page($"{Refused} 1"), Page($"{Refused} 2"), null);
        var cut = new NodeProbe(MetricsPage.Empty, MetricsPage.Empty, null);

        string AdviceFor(NodeProbe probe) => check.Only(
            silent with { Probes = new Dictionary<string, NodeProbe> { ["n1"] = probe } }).Advice!;

        Assert.Contains("see whether the machine is up", AdviceFor(gone), StringComparison.Ordinal);
        Assert.Contains("refuses its token", AdviceFor(wrongToken), StringComparison.Ordinal);
        Assert.Contains("orchestrator_url", AdviceFor(cut), StringComparison.Ordinal);
    }
}
