using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class PoolStateCheckTests
{
    private readonly PoolStateCheck check = new();

    [Theory]
    [InlineData(PoolState.Failed, "pool-failed", Severity.Error)]
    [InlineData(PoolState.Offline, "pool-offline", Severity.Error)]
    [InlineData(PoolState.Initializing, "pool-initializing", Severity.Info)]
    public void A_pool_that_is_not_ready_is_found_by_its_state(PoolState state, string id, Severity severity)
    {
        PoolReport pool = Pool("n1-p0") with { State = state, Ready = false };

        check.FindsNothingIn(Well());
        check.Finds(Of(Node("n1", pool)), id, severity, "n1-p0", $"is {state.ToString().ToLowerInvariant()}");
    }

    [Fact]
    public void A_failed_pool_says_why() => check.Finds(
        Of(Node("n1", Pool("n1-p0") with { State = PoolState.Failed, Ready = false, LastError = "It is no GGUF." })),
        "pool-failed", Severity.Error, "n1-p0", "It is no GGUF.");

    [Fact]
    public void A_pool_that_drains_is_a_note() => check.Finds(
        Of(Node("n1", Pool("n1-p0") with { Draining = true })), "pool-draining", Severity.Info, "n1-p0", "draining");

    [Fact]
    public void A_node_without_pools_is_found_and_one_that_is_offline_is_not_asked()
    {
        check.Finds(Of(Node("n1")), "node-without-pools", Severity.Warning, "n1", "no pool");
        check.Finds(
            Of(Node("n1") with { State = NodeState.Offline }),
            "pool-unknown", Severity.Info, null, "No node is online");
    }
}
