using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class ReplicationCheckTests
{
    private readonly ReplicationCheck check = new();

    [Fact]
    public void A_model_on_one_of_two_nodes_is_found_with_its_node()
    {
        FleetPicture fleet = Well();

        check.FindsNothingIn(fleet);
        check.Finds(
            fleet with { Availability = Only(fleet.Availability.Nodes[1]) },
            "model-on-one-node", Severity.Warning, Model, "on n2 alone");
    }

    [Fact]
    public void A_fleet_of_one_node_is_a_note() => check.Finds(
        Of(Node("n1", Pool("n1-p0"))), "fleet-of-one-node", Severity.Info, null, "One node alone");

    [Fact]
    public void A_file_that_the_catalog_does_not_mean_is_an_error_and_no_copy()
    {
        FleetPicture fleet = Well();
        NodeAvailability wrong = fleet.Availability.Nodes[1] with
        {
            Models = [new ModelAvailability(new ModelId(Model), VerificationResult.Mismatch, [])],
        };

        Finding[] found = [.. check.Examine(
            fleet with { Availability = new CatalogAvailability([fleet.Availability.Nodes[0], wrong], 0, 1, 1) })];

        Assert.Equal(["model-file-wrong", "model-on-one-node"], found.Select(finding => finding.Id));
    }

    private static CatalogAvailability Only(NodeAvailability node) => new([node], 0, 1, 1);
}
