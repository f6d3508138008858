using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class ModelCheckTests
{
    private readonly ModelCheck check = new();

    [Fact]
    public void A_model_is_well_as_long_as_one_pool_of_it_takes_work() => check.FindsNothingIn(
        Of(Node("n1", Pool("p1")), Node("n2", Pool("p2")) with { State = NodeState.Offline }));

    [Fact]
    public void A_model_whose_only_node_is_down_is_an_error() => check.Finds(
        Of(Node("n1", Pool("p1")) with { State = NodeState.Offline }),
        "model-unserved", Severity.Error, Model, "node n1 is offline");

    [Fact]
    public void A_model_whose_pools_are_all_drained_is_an_error_with_each_cause() => check.Finds(
        Of(
            Node("n1", Pool("p1") with { Draining = true }),
            Node("n2", Pool("p2") with { State = PoolState.Failed, Ready = false, LastError = "It is no GGUF." })),
        "model-unserved", Severity.Error, Model, "p1 on n1 is draining; p2 on n2 is failed (It is no GGUF).");

    [Fact]
    public void The_judgement_of_the_control_plane_counts_more_than_the_word_of_a_node()
    {
        FleetPicture fleet = Of(Node("n1", Pool("p1")));
        PoolReport judged = fleet.Pools[0] with { Ready = false, State = PoolState.Offline, LastError = "No route." };

        check.Finds(fleet with { Pools = [judged] }, "model-unserved", Severity.Error, Model, "No route");
    }

    [Fact]
    public void A_model_that_is_on_its_way_is_a_note()
    {
        check.Finds(
            Of(Node("n1", Pool("p1") with { State = PoolState.Initializing, Ready = false })),
            "model-starting", Severity.Info, Model, "p1 on n1 is still starting");
        check.Finds(
            Of(Node("n1", Pool("p1")) with { State = NodeState.Suspect }),
            "model-starting", Severity.Info, Model, "n1 has missed heartbeats");
    }

    [Fact]
    public void A_model_that_clients_no_longer_see_is_nobodys_worry() => Assert.Empty(check.Examine(
        Of(Node("n1", Pool("p1") with { Draining = true })) with { Offered = new HashSet<string>() }));
}
